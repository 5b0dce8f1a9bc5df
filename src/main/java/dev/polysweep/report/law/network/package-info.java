/**
 * Laws that are measured on small networks that a sweep describes: collisions of features, weights
 * under noise and penalties, loss over width, memorisation, compressed computation.
 */
package dev.polysweep.report.law.network;
