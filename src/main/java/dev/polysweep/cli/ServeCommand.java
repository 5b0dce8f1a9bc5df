package dev.polysweep.cli;

import dev.polysweep.cli.option.VerboseOption;
import dev.polysweep.job.serve.FeatureServer;
import dev.polysweep.job.serve.ServedFeatures;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep features serve}: the feature browser with texts of one's own. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description =
        "Serves the page of polysweep features on this machine, with a panel for texts of your own:"
            + " which features answer to each token, and what the model predicts worse without one."
            + " Ctrl-C ends it.")
final class ServeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "What polysweep features left.")
  private Path folder;

  @Option(
      names = "--model",
      paramLabel = "FILE.onnx",
      description = "The model, if it lies elsewhere than at the extraction.")
  private String model;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port on 127.0.0.1; default: a free one.")
  private int port;

  @Mixin private VerboseOption verbose;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65535) {
      throw new SweepException("--port: " + port + " is not from 0 to 65535");
    }
    try (FeatureServer server = start(ServedFeatures.open(folder, model))) {
      PrintWriter show = spec.commandLine().getOut();
      show.println(server.address());
      show.println("Ctrl-C ends it");
      show.flush();
      CountDownLatch ended = new CountDownLatch(1);
      ended.await(); // the signal ends the process
    }
    return ExitCode.OK;
  }

  private FeatureServer start(ServedFeatures features) {
    try {
      return FeatureServer.start(features, port);
    } catch (IOException e) {
      features.close();
      throw new SweepException("--port: " + port + " cannot be used: " + e.getMessage());
    }
  }
}
