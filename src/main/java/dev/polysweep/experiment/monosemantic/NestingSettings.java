package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.BatchTopK;
import dev.polysweep.engine.sae.Matryoshka;
import dev.polysweep.experiment.Setting;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of dictionaries inside one another, of the architectures with matryoshka in the name.
 */
public record NestingSettings(
    @Setting(
            value = "inner widths, as ascending shares of d_sae",
            byDefault = "0.03125, 0.125, 0.5")
        List<Double> widths,
    @Setting(value = "fixed; drawn: as many widths, drawn anew at each step", byDefault = "fixed")
        Matryoshka.Widths draw,
    @Setting(
            value = "weight of the squared error at each inner width; the whole has 1",
            byDefault = "1",
            min = 0,
            max = 1e3)
        double innerWeight,
    @Setting(
            value = "an inner width trains only the latents that it adds to the smaller one",
            byDefault = "false")
        boolean detach,
    @Setting(
            value = "the latents that fire most are the innermost, instead of the first ones",
            byDefault = "false")
        boolean sortByFrequency,
    @Setting(
            value = "the auxiliary loss is computed for each width, of its own dead latents",
            byDefault = "true")
        boolean auxByLevel)
    implements Serializable {

  Matryoshka of(BatchTopK batch, boolean inner) {
    return new Matryoshka(
        batch,
        inner ? widths : List.of(),
        draw,
        innerWeight,
        detach,
        sortByFrequency,
        inner && auxByLevel);
  }
}
