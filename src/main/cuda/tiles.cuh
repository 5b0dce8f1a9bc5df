// How a warp shares the units of a layer. A warp takes 64 samples through a layer at a time, a span: lanes 2q
// and 2q + 1 have the samples 4q … 4q + 3, and each of the two a tile of R units, so that both read the same
// samples and every second lane the same weights, which shared memory then gives at half the price.
//
// Of a pair of tiles, 2R units, the first lane has units 0–3 and 8–11, the second 4–7 and 12–15, and so on
// for as many whole fours as R has; what is left is halved. So neighbouring lanes write rows that lie four
// apart, in different banks. A tile's weights lie together in the pack, on a multiple of 8 or 16 bytes.
#pragma once
#include "cell.cuh"

constexpr int SPAN = 64;

// The samples of this thread in a span begin here.
DEVICE int laneSample() { return (threadIndex() & 31) >> 1 << 2; }
DEVICE int laneTile() { return threadIndex() & 1; }

// Floats from one tile to the next in a pack.
DEVICE constexpr int tileStep(int tile) { return tile == 6 ? 8 : tile; }

DEVICE int tilePairs(int units, int tile) { return (units + 2 * tile - 1) / (2 * tile); }

// The length of a row of a pack.
DEVICE int tileColumns(int units, int tile) { return tilePairs(units, tile) * 2 * tileStep(tile); }

// Unit r of a tile is this unit of the pair, plus laneShift for the second lane.
DEVICE constexpr int unitOfTile(int tile, int r) { return r < (tile & ~3) ? (r >> 2) * 8 + (r & 3) : 2 * (tile & ~3) + (r & 3); }
DEVICE constexpr int laneShift(int tile, int r) { return r < (tile & ~3) ? 4 : tile & 3; }

// The place of a unit in the rows of a pack.
DEVICE int placeInPack(int unit, int tile) {
  int pair = unit / (2 * tile), u = unit - pair * 2 * tile, whole = tile & ~3, lane, r;
  if (u < 2 * whole) {
    lane = u >> 2 & 1;
    r = (u >> 3) * 4 + (u & 3);
  } else {
    int rest = tile & 3, v = u - 2 * whole;
    lane = v >= rest;
    r = whole + (lane ? v - rest : v);
  }
  return (pair * 2 + lane) * tileStep(tile) + r;
}
