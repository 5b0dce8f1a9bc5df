package dev.polysweep.experiment.temporal;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.psi.Psi;
import dev.polysweep.metric.psi.PsiProbe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Trains a pack of cells in lock-step, from one epoch at which something is due to the next. At
 * such an epoch PSI is measured, the epoch is logged, and interventions are made, in this order.
 */
final class TemporalRun {

  /** The phase's name in {@code epochs}. */
  static final String PHASE = "mlp";

  private final List<TemporalCell> cells;
  private final TemporalConfig shape;
  private final SaeFollower follower;
  private final Engine engine;

  /**
   * @param cells cells that have the same {@linkplain TemporalExperiment#shape shape}
   */
  TemporalRun(Engine engine, List<TemporalCell> cells) {
    this.engine = engine;
    this.cells = cells;
    shape = cells.get(0).config;
    follower = new SaeFollower(engine);
  }

  /** A cell's PSI at the current epoch, with the autoencoder with which it was measured. */
  private record Measured(PsiProbe probe, SaeFollower.Trained sae, Psi psi) {}

  /** Trains all cells to the end and records their results. */
  void run() {
    List<TrainingPlan> plans =
        cells.stream().map(cell -> TemporalPlans.mlp(cell.config, cell.run.seed())).toList();
    int[] logged = cells.get(0).run.loggedEpochs(shape.epochs());
    List<Integer> kept = Snapshots.epochs(shape);
    try (TrainingSession session = engine.open(plans)) {
      Map<Integer, Measured> last = Map.of();
      for (int epoch : eventfulEpochs(logged)) {
        session.train(epoch - session.step());
        List<Integer> live = live(session, epoch);
        boolean measures = cells.get(0).measures(epoch);
        Map<Integer, Measured> measured = Map.of();
        if (measures) {
          measured = follow(session, live, epoch);
          last = measured;
        }
        for (int i : live) {
          TemporalCell cell = cells.get(i);
          if (measures || Arrays.binarySearch(logged, epoch) >= 0) {
            cell.run.epoch(
                PHASE,
                epoch,
                session.loss(i),
                TemporalMetrics.epoch(session, i, cell, epoch, psi(measured.get(i))));
          }
          if (kept.contains(epoch)) {
            cell.run.array(Snapshots.name(epoch), Snapshots.of(session.parameters(i)));
          }
        }
        intervene(session, live, epoch, measured);
      }
      for (int i = 0; i < cells.size(); i++) {
        cells.get(i).run.spent(session.nanos(i));
        finish(session, i, last.get(i));
      }
    }
  }

  private static Psi psi(Measured measured) {
    return measured == null ? null : measured.psi();
  }

  private SortedSet<Integer> eventfulEpochs(int[] logged) {
    SortedSet<Integer> epochs = new TreeSet<>();
    for (int epoch : logged) {
      epochs.add(epoch);
    }
    for (TemporalCell cell : cells) {
      for (int epoch = 1; epoch <= shape.epochs(); epoch++) {
        if (cell.measures(epoch) || cell.mayIntervene(epoch)) {
          epochs.add(epoch);
        }
      }
    }
    return epochs;
  }

  private List<Integer> live(TrainingSession session, int epoch) {
    List<Integer> live = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      if (session.live(i)) {
        live.add(i);
      } else if (cells.get(i).run.divergence() == null) {
        cells.get(i).run.diverged("the loss was not finite by epoch " + epoch);
      }
    }
    return live;
  }

  /** Measures PSI and keeps the autoencoders trained for it as the cells' autoencoders. */
  private Map<Integer, Measured> follow(TrainingSession session, List<Integer> live, int epoch) {
    Map<Integer, Measured> measured = measure(session, live, epoch);
    measured.forEach(
        (i, m) -> {
          TemporalCell cell = cells.get(i);
          cell.psi.add(epoch, m.psi().value());
          if (m.sae().live()) {
            cell.sae = m.sae().state();
          }
        });
    return measured;
  }

  /** Measures PSI with copies of the autoencoders, which are trained on the current activations. */
  private Map<Integer, Measured> measure(TrainingSession session, List<Integer> which, int epoch) {
    Map<Integer, Measured> measured = new LinkedHashMap<>();
    if (which.isEmpty()) {
      return measured;
    }
    List<PsiProbe> probes = new ArrayList<>();
    for (int i : which) {
      probes.add(cells.get(i).meter.probe(session, i, epoch));
    }
    List<SaeFollower.Trained> trained =
        follower.train(
            which.stream().map(cells::get).toList(),
            probes.stream().map(PsiProbe::activations).toList());
    long start = System.nanoTime();
    List<Psi> psis =
        engine.map(
            probes.size(),
            k -> cells.get(which.get(k)).meter.measure(probes.get(k), trained.get(k).encoder()));
    long each = (System.nanoTime() - start) / probes.size();
    for (int k = 0; k < probes.size(); k++) {
      measured.put(which.get(k), new Measured(probes.get(k), trained.get(k), psis.get(k)));
      cells.get(which.get(k)).run.spent(each);
    }
    return measured;
  }

  private void intervene(
      TrainingSession session, List<Integer> live, int epoch, Map<Integer, Measured> measured) {
    Map<Integer, Intervention> wanted = new LinkedHashMap<>();
    for (int i : live) {
      cells.get(i).decide(epoch).ifPresent(what -> wanted.put(i, what));
    }
    List<Integer> which = List.copyOf(wanted.keySet());
    Map<Integer, Measured> before =
        cells.get(0).measures(epoch) ? measured : measure(session, which, epoch);
    wanted.forEach(
        (i, what) -> {
          if (cells.get(i).config.policy().acts()) {
            change(session, i, epoch, what);
          }
        });
    Map<Integer, Measured> after = measure(session, which, epoch);
    wanted.forEach(
        (i, what) ->
            cells.get(i).did(epoch, what, before.get(i).psi().value(), after.get(i).psi().value()));
  }

  /**
   * Changes the matrices of the input and hidden layers; biases are not changed. The engine forgets
   * Adam's state for the whole of each layer that is changed, so old moments do not undo the
   * change.
   */
  private void change(TrainingSession session, int i, int epoch, Intervention what) {
    List<LayerParameters> now = session.parameters(i);
    for (int l = 0; l <= TemporalPlans.lastHidden(cells.get(i).config); l++) {
      RandomStream random =
          new RandomStream(cells.get(i).run.seed(), StreamId.INTERVENTION, epoch, l);
      Matrix changed = what.kind().change(now.get(l).weight(), what.strength(), random);
      session.setParameters(i, l, new LayerParameters(changed, now.get(l).bias()));
    }
  }

  private void finish(TrainingSession session, int i, Measured last) {
    TemporalCell cell = cells.get(i);
    TemporalMetrics.events(cell);
    if (cell.run.divergence() != null) {
      return;
    }
    if (last != null && last.sae().live()) {
      TemporalMetrics.sae(cell, last.probe(), last.sae(), last.psi());
    }
    TemporalMetrics.cell(session, i, cell);
  }
}
