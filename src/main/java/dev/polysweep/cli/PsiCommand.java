package dev.polysweep.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.job.analysis.PsiInput;
import dev.polysweep.job.analysis.PsiScore;
import dev.polysweep.metric.psi.Psi;
import dev.polysweep.metric.psi.PsiNull;
import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep psi}: computes the polysemanticity index of a user's own dictionary. */
@Command(
    name = "psi",
    mixinStandardHelpOptions = true,
    description =
        "Scores a dictionary of latents h = max(0, W_enc·a + b_enc) by the polysemanticity index"
            + " PSI: clustering of the inputs that excite a latent, interference between latents,"
            + " mixing of concepts, each against random dictionaries; 1 is chance, lower is less"
            + " polysemantic.",
    footer = {
      "",
      "The files hold, between them, the float tensors W_enc [d, d_sae] (or encoder.weight [d_sae,"
          + " d]) and b_enc [d_sae] if there is one, or the folder of a ReLU autoencoder in their"
          + " place, and activations [samples, d], inputs [samples, d_in] and labels [samples,"
          + " concepts], positive where a concept occurs. A latent's response to a concept is taken"
          + " on the samples where it occurs alone."
    })
final class PsiCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Safetensors files, or a folder in SAELens's layout.")
  private List<Path> files;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "" + PsiNull.DRAWS,
      description = "Random dictionaries of the null; default: ${DEFAULT-VALUE}.")
  private int draws;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the random dictionaries; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (draws < 10 || draws > 100_000) {
      throw new SweepException("--draws: " + draws + " is not from 10 to 100000");
    }
    PsiScore score = PsiScore.of(PsiInput.read(files), seed, draws);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> values = values(score.input(), score.psi(), score.chance());
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(values));
    } else {
      print(out, score.input(), score.psi(), score.chance());
    }
    out.flush();
    return ExitCode.OK;
  }

  private static Map<String, Object> values(PsiInput input, Psi psi, PsiNull chance) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("psi", finite(psi.value()));
    values.put("undefined", psi.defined() ? null : reason(psi));
    values.put("d_sae", input.encoder().rows());
    values.put("alive_latents", psi.components().alive());
    values.put("samples", input.probe().inputs().rows());
    values.put("shows", input.shows());
    values.put("draws", chance.draws().size());
    component(
        values,
        "clustering",
        psi.components().clustering(),
        chance.clustering(),
        psi.clusteringZ());
    component(
        values,
        "interference",
        psi.components().interference(),
        chance.interference(),
        psi.interferenceZ());
    component(values, "mixing", psi.components().mixing(), chance.mixing(), psi.mixingZ());
    return values;
  }

  private static void component(
      Map<String, Object> values, String name, double value, SampleSummary of, double z) {
    values.put(name, finite(value));
    values.put(name + "_null_mean", finite(of.mean()));
    values.put(name + "_null_sd", of.sd());
    values.put(name + "_z", finite(z));
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static String reason(Psi psi) {
    return psi.undefined().name().toLowerCase(Locale.ROOT);
  }

  private static void print(PrintWriter out, PsiInput input, Psi psi, PsiNull chance) {
    out.printf(
        Locale.ROOT,
        "%,d of %,d latents alive on %,d samples, %,d of them with one concept or none%n%n",
        psi.components().alive(),
        input.encoder().rows(),
        input.probe().inputs().rows(),
        input.shows());
    out.printf(Locale.ROOT, "%-14s%10s%10s%10s%10s%n", "component", "value", "null", "ratio", "z");
    line(out, "clustering", psi.components().clustering(), chance.clustering(), psi.clusteringZ());
    line(
        out,
        "interference",
        psi.components().interference(),
        chance.interference(),
        psi.interferenceZ());
    line(out, "mixing", psi.components().mixing(), chance.mixing(), psi.mixingZ());
    out.println();
    if (psi.defined()) {
      String band = psi.value() < Psi.GOOD ? "good" : psi.value() > Psi.HIGH ? "high" : "moderate";
      out.printf(Locale.ROOT, "PSI %.3f (%s; 1 is chance)%n", psi.value(), band);
    } else {
      out.printf(Locale.ROOT, "PSI is undefined: %s%n", reason(psi).replace('_', ' '));
    }
  }

  private static void line(PrintWriter out, String name, double value, SampleSummary of, double z) {
    out.printf(
        Locale.ROOT,
        "%-14s%10s%10s%10s%10s%n",
        name,
        number(value, 4),
        number(of.mean(), 4),
        number(value / of.mean(), 3),
        number(z, 2));
  }

  private static String number(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "–";
  }
}
