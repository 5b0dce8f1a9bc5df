/**
 * The command line: one class for each command, which parses options, calls the packages below and
 * prints. This is the only package that prints or ends the process. Exit codes are 0 for success, 1
 * if a cell failed or a command broke off, 2 for refused input, 130 for an interrupt.
 *
 * <p>The package may import every other package, and none imports it. Read {@link
 * dev.polysweep.cli.Polysweep} first, then {@code RunCommand}, a typical command.
 */
package dev.polysweep.cli;
