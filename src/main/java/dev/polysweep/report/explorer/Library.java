package dev.polysweep.report.explorer;

/**
 * The JavaScript libraries that pages contain. The build takes them from their WebJars on Maven
 * Central and puts them beside this class.
 */
enum Library {
  /** Scales, axes and brushes; ISC licence. */
  D3("d3", "d3.min.js"),
  /** The table of runs; MIT licence. */
  TABULATOR("tabulator", "tabulator.min.js");

  private final String folder;
  private final String file;

  Library(String folder, String file) {
    this.folder = folder;
    this.file = file;
  }

  /** Returns the library's script, preceded by its licence as a comment. */
  String script() {
    return "/*\n" + read("LICENSE") + "*/\n" + read(file);
  }

  /** Returns another file of the library, such as a style sheet. */
  String read(String name) {
    // Developer tools would look for the map of the source in a file that is not there.
    return Widget.resource(folder + "/" + name)
        .replaceAll("(//|/\\*)# sourceMappingURL=\\S*( \\*/)?", "");
  }
}
