/**
 * The description of small networks and of their training: a chain of dense layers, a loss,
 * penalties, an optimiser, and the session in which an engine trains a pack of such networks. These
 * classes describe and compute nothing themselves, except for the single noise draws that every
 * engine must reproduce.
 *
 * <p>The package imports {@code data} and {@code math}, and may be imported wherever {@code engine}
 * may. Read {@link dev.polysweep.engine.net.TrainingPlan} first, then {@link
 * dev.polysweep.engine.net.TrainingSession}.
 *
 * <h2>The arithmetic of the engines that promise the same bits</h2>
 *
 * <p>The engines {@code simd} and {@code cuda} compute every number in this way, and therefore have
 * the same results bit for bit, whatever the length of vectors and the number of threads. Numbers
 * are floats unless "double" is said; every operation is rounded on its own to the nearest, ties to
 * even, and subnormal numbers are kept; fma(a, b, c) is a·b + c rounded once. A sum "in sixteen
 * parts" is that of {@link dev.polysweep.math.PartialSums}: over the samples of the batch and the
 * padding behind them, or over the entries of a block of parameters and its padding of zeros. A
 * batch is padded to {@link dev.polysweep.math.PartialSums#stride} samples, with inputs and targets
 * of 0; layers are evaluated on the padding too, and what the loss says of it is 0.
 *
 * <ol>
 *   <li><b>Data and noise</b> are drawn as {@link dev.polysweep.data.TrainingData.SparseFeatures}
 *       and {@link dev.polysweep.engine.net.NoiseDraws} say, by the number of the step.
 *   <li><b>Forward</b>: z[o][s] is a chain, begun with the bias or 0: z = fma(W[o][i], x[i][s], z)
 *       for i ascending. h = f(z) and the slope f′(z) are those of {@link
 *       dev.polysweep.math.KernelMath}; for ReLU and leaky ReLU h is z·leak where z ≤ 0, with leak
 *       0 and 0.01. Noise is added to h: the next layer reads h + noise, and the slope stays.
 *   <li><b>Error</b>: v = ŷ − y; ∂L/∂ŷ = v·c, with the float c of 2·scale·importance in double, and
 *       scale = 1/samples (by the outputs, for a mean over them) in double. For output k the
 *       squares are summed in sixteen parts by fma(v, v, sum).
 *   <li><b>Loss</b>, in double: (Σ_k importance[k]·squares[k])·scale, k ascending from 0; plus the
 *       activations' penalties, λ·Σ|h| for each unit (in sixteen parts, 0 on the padding), layers
 *       and units ascending; plus λ₁·Σ|w| for each weight matrix in the order of the layers and
 *       then λ₂·Σp² over all parameters, both in sixteen parts, by fma(p, p, sum). If the loss is
 *       not finite, nothing follows.
 *   <li><b>Backward</b>: the error of layer l's z is (∂L/∂h + λ·sign(h))·f′(z), where the sign is
 *       added only if the layer has a penalty. ∂L/∂h[i][s] of the layer before is a chain begun
 *       with 0: e = fma(W[o][i], error[o][s], e) for o ascending.
 *   <li><b>Gradients</b>: for a weight Σ_s error[o][s]·x[i][s] in sixteen parts by fma, for a bias
 *       Σ_s error[o][s] in sixteen parts.
 *   <li><b>What is added to a gradient</b>, in this order: λ₁·sign(w); the gradient of each tied
 *       layer's use ({@code TRANSPOSED}), layers ascending; fma(2λ₂, p, g).
 *   <li><b>Clipping</b>: the squares of all gradients in sixteen parts by fma, then those of each
 *       use of shared storage, added up in double; g = g·factor for the float of clipNorm/(√squares
 *       + 1e-6), if that is below 1.
 *   <li><b>Coupled weight decay</b>: g = fma(λ, p, g) with the p before the step, and with the λ of
 *       weights or of biases; none if that is 0.
 *   <li><b>Update</b>, layers ascending, so that uses of shared storage follow each other: SGD p =
 *       fma(−rate, g, p). Adam m = fma(β₁, m, g·(1 − β₁)), v = fma(β₂, v, (g·g)·(1 − β₂)), both set
 *       to 0 below 1e-30, p = p − (m·size)/(√v·root + ε), with the size and root of {@link
 *       dev.polysweep.math.BiasCorrection} and the rate of {@link
 *       dev.polysweep.engine.net.OptimizerSpec#rate}, those of weights or of biases. AdamW first p
 *       = p·(1 − rate·λ).
 * </ol>
 */
package dev.polysweep.engine.net;
