/** What commands print: progress, results, failures, and the properties of the terminal. */
package dev.polysweep.cli.output;
