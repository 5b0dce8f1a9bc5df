/**
 * Sweeps and their cells. A sweep is an experiment, its configurations and its seeds; a cell is one
 * configuration run with one seed. The packages below read sweep files ({@code sweep.file}, {@code
 * sweep.yaml}, {@code sweep.setting}), cut the cells into waves and packs ({@code sweep.plan}) and
 * hold the results of cells ({@code sweep.result}).
 *
 * <p>These packages import {@code experiment}, {@code engine} and {@code table}, and may be
 * imported by {@code spark}, {@code job} and {@code cli}. Read {@link dev.polysweep.sweep.Sweep}
 * first, then {@link dev.polysweep.sweep.file.SweepFile}.
 */
package dev.polysweep.sweep;
