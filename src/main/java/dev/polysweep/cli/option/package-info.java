/** Options that several commands share. */
package dev.polysweep.cli.option;
