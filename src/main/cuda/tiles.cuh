// How a warp shares the units of a layer. A warp takes 64 samples through a layer at a time, a span: lanes 2q
// and 2q + 1 have the samples 4q … 4q + 3, and each of the two a tile of R units, so that both read the same
// samples and every second lane the same weights, which shared memory then gives at half the price.
//
// Of a pair of tiles, 2R units, the first lane has units 0, 1, 4, 5, 8, 9 …, the second 2, 3, 6, 7, 10, 11 …:
// so the rows that neighbouring lanes write lie two apart, in different halves of the banks. A tile's weights
// lie together in the pack, on a multiple of 8 or 16 bytes.
#pragma once
#include "cell.cuh"

constexpr int SPAN = 64;

// The samples of this thread in a span begin here.
DEVICE int laneSample() { return (threadIndex() & 31) >> 1 << 2; }
DEVICE int laneTile() { return threadIndex() & 1; }

// Member number i of a tile, from its first on; LANE_SHIFT further for the second lane.
DEVICE constexpr int member(int i) { return (i >> 1) * 4 + (i & 1); }
constexpr int LANE_SHIFT = 2;

// Floats from one tile to the next in a pack.
DEVICE constexpr int tileStep(int tile) { return tile == 6 ? 8 : tile; }

DEVICE int tilePairs(int units, int tile) { return (units + 2 * tile - 1) / (2 * tile); }

// The length of a row of a pack.
DEVICE int tileColumns(int units, int tile) { return tilePairs(units, tile) * 2 * tileStep(tile); }

// The place of a unit in the rows of a pack.
DEVICE int placeInPack(int unit, int tile) {
  int pair = unit / (2 * tile), u = unit - pair * 2 * tile;
  return (pair * 2 + (u >> 1 & 1)) * tileStep(tile) + (u >> 2) * 2 + (u & 1);
}
