"""Minimax coefficients of dev.polysweep.math.KernelMath. Needs numpy and mpmath; prints Java constants.

The printed output is kept in fit.txt.

Each function is c_0 + c_1 x + ... of one reduced argument. The largest weighted error on a dense grid of Chebyshev points
is minimised by Lawson's iteratively reweighted least squares. Coefficients are rounded to float one after another from
the lowest order up, and the rest is fitted again each time, so that later ones absorb the rounding of earlier ones.
"""
import mpmath as mp
import numpy as np

mp.mp.dps = 40
GRID = 1500


def grid(low, high):
    k = np.arange(GRID)
    return low + (high - low) * (1 - np.cos(np.pi * (k + 0.5) / GRID)) / 2


def evaluate(f, points):
    return np.array([float(f(mp.mpf(float(p)))) for p in points])


def lawson(columns, rest, divide=None):
    """Coefficients c that minimise max |columns c - rest|, and that maximum; divide(c) renews row weights, if given."""
    emphasis, rows, best = np.ones(len(rest)), np.ones(len(rest)), (None, np.inf)
    for step in range(400):
        w = np.sqrt(emphasis) * rows
        scale = np.max(np.abs(columns), axis=0)
        c = np.linalg.lstsq(w[:, None] * columns / scale, w * rest, rcond=None)[0] / scale
        if divide:
            rows = divide(c)
        error = np.abs(rows * (columns @ c - rest))
        if error.max() < best[1]:
            best = (c, error.max())
        if step > 10:
            emphasis = emphasis * error
            emphasis /= emphasis.sum()
    return best


def minimax(x, target, weight, degree, fixed):
    """Coefficients len(fixed)..degree that minimise max |weight (target - polynomial)|, and that maximum."""
    rest = weight * (target - np.polynomial.polynomial.polyval(x, fixed) if fixed else target)
    return lawson(weight[:, None] * x[:, None] ** np.arange(len(fixed), degree + 1), rest)


def fit(name, low, high, degree, f, weight, start=()):
    """Prints the coefficients of f on [low, high]; `start` fixes the first ones."""
    x = grid(float(low), float(high))
    target, w = evaluate(f, x), evaluate(weight, x)
    ideal = minimax(x, target, w, degree, list(start))[1]
    fixed = [float(np.float32(s)) for s in start]
    while len(fixed) <= degree:
        fixed.append(float(np.float32(minimax(x, target, w, degree, fixed)[0][0])))
    error = np.max(np.abs(w * (target - np.polynomial.polynomial.polyval(x, fixed))))
    print(f"// {name}, [{x[0]:.6g}, {x[-1]:.6g}]: error {error:.2e} (before rounding {ideal:.2e})")
    for k, c in enumerate(fixed):
        print(f"{name}_{k} = {np.float32(c)!s}f;  // {float(np.float32(c)).hex()}")
    return fixed


def split(name, value, bits):
    """Prints value as a float of `bits` bits plus a float."""
    m, e = mp.frexp(value)
    high = mp.ldexp(mp.nint(m * 2**bits), e - bits)
    print(f"{name}_HIGH = {np.float32(float(high))!s}f; {name}_LOW = {np.float32(float(value - high))!s}f;")


one = mp.mpf(1)
ln2, pi = mp.log(2), mp.pi
split("LN_2", ln2, 15)
split("TWO_PI", 2 * pi, 24)

# exp r = 1 + r + r^2 P(r); relative error.
fit("EXP", -ln2 / 2 * 1.0001, ln2 / 2 * 1.0001, 4,
    lambda r: (mp.exp(r) - 1 - r) / r**2, lambda r: r**2 * mp.exp(-r))

# ln(1 + f) = f + f^2 P(f), the first coefficient of P is -1/2; relative error.
fit("LOG", mp.sqrt(0.5) - 1, mp.sqrt(2) - 1, 8,
    lambda f: (mp.log1p(f) - f) / f**2, lambda f: f**2 / mp.log1p(f), [-0.5])

# sin 2 pi t = t (2 pi + P(t^2)); the first coefficient of P is the low part of 2 pi; relative error.
high = mp.mpf(float(np.float32(float(2 * pi))))
fit("SIN", 1e-9, mp.mpf(1) / 16, 5,
    lambda s: mp.sin(2 * pi * mp.sqrt(s)) / mp.sqrt(s) - high,
    lambda s: mp.sqrt(s) / mp.sin(2 * pi * mp.sqrt(s)), [float(2 * pi - high)])

# tanh x = x + x^3 P(x^2); relative error.
fit("TANH", 1e-9, mp.mpf(0.625) ** 2, 4,
    lambda s: (mp.tanh(mp.sqrt(s)) / mp.sqrt(s) - 1) / s,
    lambda s: s * mp.sqrt(s) / mp.tanh(mp.sqrt(s)))

# erf x = x + x P(x^2); relative error.
fit("ERF", 1e-9, mp.mpf(0.5), 5,
    lambda s: mp.erf(mp.sqrt(s)) / mp.sqrt(s) - 1, lambda s: mp.sqrt(s) / mp.erf(mp.sqrt(s)))

# Upper tail of the normal distribution: Q(a) = exp(-a^2/2) N(a)/D(a), N(0) = 1/2, D(0) = 1. The error is relative where
# max(1, a) Q(a) is above 1e-3, and absolute in units of 1e-3 below. All coefficients are positive, so nothing cancels, and
# N/D falls as 1/a like the true ratio far beyond the fitted range.
a = grid(0.0, 6.5)
ratio = evaluate(lambda t: mp.erfc(t / mp.sqrt(2)) / 2 * mp.exp(t**2 / 2), a)
size = ratio * np.exp(-(a**2) / 2) * np.maximum(1, a)
weight = size / np.maximum(size, 1e-3) / ratio
order = [("D", 1), ("N", 1), ("D", 2), ("N", 2), ("D", 3), ("N", 3), ("D", 4)]
column = {"N": lambda k: a**k, "D": lambda k: -ratio * a**k}
known = {("N", 0): 0.5, ("D", 0): 1.0}


def tail_fit(free):
    fixed = sum(c * column[p](k) for (p, k), c in known.items())
    base = sum(c * a**k for (p, k), c in known.items() if p == "D")
    columns = np.stack([column[p](k) for p, k in free], axis=1)
    powers = np.stack([(p == "D") * a**k for p, k in free], axis=1)
    return lawson(columns, -fixed, lambda c: weight / (base + powers @ c))


ideal = tail_fit(order)[1]
for i, key in enumerate(order):
    coefficient, error = tail_fit(order[i:])
    known[key] = float(np.float32(coefficient[0]))
value = [sum(c * a**k for (p, k), c in known.items() if p == q) for q in "ND"]
error = np.max(np.abs(weight * (value[0] / value[1] - ratio)))
print(f"// TAIL, [0, 6.5]: error {error:.2e} (before rounding {ideal:.2e})")
for (part, k), c in sorted(known.items()):
    print(f"TAIL_{part}_{k} = {np.float32(c)!s}f;  // {c.hex()}")
