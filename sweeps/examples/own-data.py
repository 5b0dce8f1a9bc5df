"""Makes own-data.npy, the data of own-data.yaml: 600 samples of 8 sensors that see 3 hidden waves.

Any matrix of floats will do in its place, one sample a row: numpy.save("own-data.npy", x).
"""
import numpy as np

rng = np.random.default_rng(0)
waves = np.sin(rng.uniform(0, 2 * np.pi, (600, 3)))
mixing = rng.normal(size=(3, 8))
x = np.tanh(waves @ mixing) + 0.02 * rng.normal(size=(600, 8))
np.save("sweeps/examples/own-data.npy", x.astype(np.float32))
