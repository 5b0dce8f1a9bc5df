package dev.polysweep.report.draw;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a {@link Drawing} as SVG. Colours are presentation attributes, which any style sheet
 * overrides, beside classes named after the role ({@code fill-text}, {@code line-grid}). There are
 * no style attributes, which a strict content security policy would refuse, and no references to
 * other files. The same drawing gives the same bytes on every machine.
 */
public final class SvgWriter {

  private static final String FONTS = "Arial, 'Liberation Sans', Helvetica, sans-serif";

  private final StringBuilder out = new StringBuilder(1 << 16);

  private SvgWriter() {}

  /** Returns a complete SVG document, for a file of its own. */
  public static String document(Figure figure) {
    String head =
        "<title>"
            + Escape.xml(figure.title())
            + "</title>\n<desc>"
            + Escape.xml(figure.alt())
            + "</desc>\n";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + new SvgWriter().write(figure, " xmlns=\"http://www.w3.org/2000/svg\"", head);
  }

  /**
   * Returns an SVG element for use within an HTML page, where it needs no name space. The element
   * has no title, because a browser would show the title as a tooltip over the whole figure.
   */
  public static String inline(Figure figure) {
    return new SvgWriter().write(figure, " aria-label=\"" + Escape.xml(figure.alt()) + "\"", "");
  }

  private String write(Figure figure, String attributes, String head) {
    Drawing drawing = figure.drawing();
    out.append("<svg").append(attributes).append(" viewBox=\"0 0 ");
    number(drawing.width()).append(' ');
    number(drawing.height()).append("\" width=\"");
    number(drawing.width()).append("\" height=\"");
    number(drawing.height()).append("\" role=\"img\" font-family=\"").append(FONTS).append("\">\n");
    out.append(head);
    drawing.marks().forEach(this::mark);
    return out.append("</svg>\n").toString();
  }

  private void mark(Mark mark) {
    if (mark instanceof Mark.Rect r) {
      out.append("<rect");
      attribute("x", r.x());
      attribute("y", r.y());
      attribute("width", r.width());
      attribute("height", r.height());
      fill(r.fill());
      out.append("/>\n");
    } else if (mark instanceof Mark.Line l) {
      out.append("<polyline points=\"");
      points(l.xs(), l.ys());
      out.append("\" fill=\"none\" stroke-linejoin=\"round\"");
      stroke(l.stroke(), l.width());
      if (l.dash() > 0) {
        attribute("stroke-dasharray", l.dash());
      }
      out.append("/>\n");
    } else if (mark instanceof Mark.Area a) {
      out.append("<polygon points=\"");
      points(a.xs(), a.ys());
      out.append('"');
      fill(a.fill());
      attribute("fill-opacity", a.opacity());
      out.append("/>\n");
    } else if (mark instanceof Mark.Dot d) {
      out.append("<circle");
      attribute("cx", d.x());
      attribute("cy", d.y());
      attribute("r", d.radius());
      out.append(" class=\"fill-")
          .append(d.fill().role())
          .append(" line-")
          .append(d.stroke().role());
      out.append("\" fill=\"")
          .append(hex(d.fill().rgb))
          .append("\" stroke=\"")
          .append(hex(d.stroke().rgb));
      out.append("\" stroke-width=\"1.75\"/>\n");
    } else if (mark instanceof Mark.Text t) {
      text(t);
    } else if (mark instanceof Mark.Cells c) {
      cells(c);
    }
  }

  private void text(Mark.Text t) {
    out.append("<text");
    attribute("x", t.x());
    attribute("y", t.y());
    attribute("font-size", t.size());
    if (t.bold()) {
      out.append(" font-weight=\"bold\"");
    }
    if (t.anchor() != Mark.Anchor.START) {
      out.append(" text-anchor=\"")
          .append(t.anchor() == Mark.Anchor.END ? "end" : "middle")
          .append('"');
    }
    if (t.vertical()) {
      out.append(" transform=\"rotate(-90 ");
      number(t.x()).append(' ');
      number(t.y()).append(")\"");
    }
    fill(t.fill());
    out.append('>').append(Escape.xml(t.text())).append("</text>\n");
  }

  /**
   * Writes one path for each colour and joins neighbouring cells of equal colour in a row. The
   * result has a tenth of the size of one element for each cell.
   */
  private void cells(Mark.Cells c) {
    Map<Integer, StringBuilder> paths = new LinkedHashMap<>();
    for (int row = 0; row < c.rgb().length / c.cols(); row++) {
      int run;
      for (int col = 0; col < c.cols(); col += run) {
        int rgb = c.rgb()[row * c.cols() + col];
        run = 1;
        while (col + run < c.cols() && c.rgb()[row * c.cols() + col + run] == rgb) {
          run++;
        }
        StringBuilder path = paths.computeIfAbsent(rgb, key -> new StringBuilder());
        path.append('M')
            .append(col)
            .append(' ')
            .append(row)
            .append('h')
            .append(run)
            .append("v1h-")
            .append(run)
            .append('z');
      }
    }
    out.append("<g shape-rendering=\"crispEdges\" transform=\"translate(");
    number(c.x()).append(' ');
    number(c.y()).append(") scale(");
    number(c.cellWidth()).append(' ');
    number(c.cellHeight()).append(")\">\n");
    paths.forEach(
        (rgb, path) ->
            out.append("<path fill=\"")
                .append(hex(rgb))
                .append("\" d=\"")
                .append(path)
                .append("\"/>\n"));
    out.append("</g>\n");
  }

  private void points(double[] xs, double[] ys) {
    for (int i = 0; i < xs.length; i++) {
      if (i > 0) {
        out.append(' ');
      }
      number(xs[i]).append(',');
      number(ys[i]);
    }
  }

  private void fill(Ink ink) {
    out.append(" class=\"fill-")
        .append(ink.role())
        .append("\" fill=\"")
        .append(hex(ink.rgb))
        .append('"');
  }

  private void stroke(Ink ink, double width) {
    out.append(" class=\"line-")
        .append(ink.role())
        .append("\" stroke=\"")
        .append(hex(ink.rgb))
        .append('"');
    attribute("stroke-width", width);
  }

  private void attribute(String name, double value) {
    out.append(' ').append(name).append("=\"");
    number(value).append('"');
  }

  /**
   * Appends a number with at most two decimal places. Integer arithmetic is faster than a formatter
   * and does not depend on the locale.
   */
  private StringBuilder number(double value) {
    long hundredths = Math.round(value * 100);
    if (hundredths < 0) {
      out.append('-');
      hundredths = -hundredths;
    }
    out.append(hundredths / 100);
    long rest = hundredths % 100;
    if (rest > 0) {
      out.append('.').append(rest / 10);
      if (rest % 10 > 0) {
        out.append(rest % 10);
      }
    }
    return out;
  }

  private static String hex(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }
}
