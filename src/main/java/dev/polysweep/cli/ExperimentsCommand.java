package dev.polysweep.cli;

import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.cli.output.Terminal;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.report.terminal.Colours;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.setting.SettingTree;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.table.Column;
import java.io.PrintWriter;
import java.io.Serializable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep experiments}: lists the experiments, or the settings of one. */
@Command(
    name = "experiments",
    mixinStandardHelpOptions = true,
    description =
        "Lists the experiments; of one that is named, its settings with defaults and ranges, and"
            + " its metrics.")
final class ExperimentsCommand implements Callable<Integer> {

  private static final int INDENT = 4;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which experiment.")
  private String name;

  @Mixin private JarsOption jars;

  private final Colours colours = new Colours(Terminal.coloured());

  @Override
  public Integer call() throws Exception {
    try (JarsOption.InUse use = jars.use()) {
      PrintWriter out = spec.commandLine().getOut();
      if (name == null) {
        list(out);
      } else {
        describe(Experiments.installed().named(name), out);
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private void list(PrintWriter out) {
    for (Experiment<?> experiment : Experiments.installed().all()) {
      out.println(colours.bold(experiment.name()));
      indented(experiment.summary(), out);
    }
    out.println();
    out.println("polysweep experiments NAME shows the settings of one.");
  }

  private <C extends Record & Serializable> void describe(
      Experiment<C> experiment, PrintWriter out) {
    Settings<C> settings = Settings.of(experiment);
    out.println(colours.bold(experiment.name()));
    indented(experiment.summary(), out);
    out.println();
    out.println(colours.bold("Settings"));
    group(settings, settings.tree(), out);
    if (!experiment.presets().isEmpty()) {
      out.println();
      indented(
          "Presets, which are other defaults: " + String.join(", ", experiment.presets().keySet()),
          out);
    }
    out.println();
    out.println(colours.bold("Metrics"));
    for (Column metric : experiment.cellMetrics()) {
      out.println("  " + colours.good(metric.name()) + unit(metric));
      indented(metric.meaning(), out);
    }
  }

  private void group(Settings<?> settings, SettingTree.Group group, PrintWriter out) {
    for (SettingTree child : group.children()) {
      if (child instanceof SettingTree.Group inner) {
        group(settings, inner, out);
      } else if (child instanceof SettingTree.Leaf leaf) {
        Object value = leaf.type().plain(settings.value(leaf, settings.defaults()));
        out.println("  " + colours.good(leaf.key()) + " = " + (value == null ? "null" : value));
        indented(leaf.setting().value() + "; " + leaf.type().allowed(), out);
      }
    }
  }

  private static String unit(Column metric) {
    return metric.unit().isEmpty() ? "" : " (" + metric.unit() + ")";
  }

  private static void indented(String text, PrintWriter out) {
    Terminal.wrap(text, Terminal.width() - INDENT)
        .lines()
        .forEach(line -> out.println(" ".repeat(INDENT) + line));
  }
}
