/**
 * The kinds of charts: interval plots, curves over epochs, heat maps, scatter plots, histograms,
 * and maps that single experiments need. A chart holds what it shows, and its method {@code draw}
 * returns a {@link dev.polysweep.report.draw.Drawing}. The package imports {@code draw} but no
 * page; {@code page}, {@code experiment}, {@code feature} and {@code terminal} may import it. Read
 * {@link dev.polysweep.report.chart.ScatterPlot} first, the shortest complete chart, then {@link
 * dev.polysweep.report.chart.Scale} and {@link dev.polysweep.report.chart.CurvePlot}.
 */
package dev.polysweep.report.chart;
