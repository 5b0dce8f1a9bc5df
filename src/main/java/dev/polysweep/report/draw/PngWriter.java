package dev.polysweep.report.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Paints a {@link Drawing} with Java2D at twice its size, so that the image is sharp on dense
 * displays.
 */
public final class PngWriter {

  /** Number of image pixels for each CSS pixel, in both directions. */
  static final int DENSITY = 2;

  private static final String FAMILY = "Liberation Sans";

  private final Graphics2D g;
  private final Map<String, Font> fonts = new HashMap<>();

  private PngWriter(Graphics2D g) {
    this.g = g;
  }

  /**
   * Returns a message for the user if this machine cannot paint text, and empty if it can. Java
   * needs a font and the libraries fontconfig and freetype, which minimal containers lack.
   */
  public static Optional<String> obstacle() {
    try {
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
      font.getStringBounds("0", new FontRenderContext(null, true, true));
      return Optional.empty();
    } catch (LinkageError | InternalError | RuntimeException e) {
      return Optional.of(
          "no PNG figures: Java finds no fonts here; install fontconfig and a font (such as"
              + " fonts-dejavu-core)");
    }
  }

  /**
   * Returns the picture as the contents of a PNG file. On a machine with an {@link #obstacle} the
   * JDK throws one of several errors.
   */
  public static byte[] png(Drawing drawing) {
    return PngEncoder.encode(paint(drawing), DENSITY);
  }

  /**
   * Returns the picture as an image whose width and height in pixels are twice those of the
   * drawing. On a machine with an {@link #obstacle} the JDK throws one of several errors.
   */
  public static BufferedImage paint(Drawing drawing) {
    int width = (int) drawing.width() * DENSITY;
    int height = (int) drawing.height() * DENSITY;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.scale(DENSITY, DENSITY);
      PngWriter writer = new PngWriter(g);
      drawing.marks().forEach(writer::mark);
    } finally {
      g.dispose();
    }
    return image;
  }

  private void mark(Mark mark) {
    if (mark instanceof Mark.Rect r) {
      int[] rgb = {r.fill().rgb};
      cells(new Mark.Cells(r.x(), r.y(), rgb, 1, r.width(), r.height()));
    } else if (mark instanceof Mark.Line l) {
      g.setColor(color(l.stroke(), 1));
      g.setStroke(stroke(l.width(), l.dash()));
      g.draw(path(l.xs(), l.ys(), false));
    } else if (mark instanceof Mark.Area a) {
      g.setColor(color(a.fill(), a.opacity()));
      g.fill(path(a.xs(), a.ys(), true));
    } else if (mark instanceof Mark.Dot d) {
      Ellipse2D circle =
          new Ellipse2D.Double(
              d.x() - d.radius(), d.y() - d.radius(), 2 * d.radius(), 2 * d.radius());
      g.setColor(color(d.fill(), 1));
      g.fill(circle);
      g.setColor(color(d.stroke(), 1));
      g.setStroke(stroke(1.75, 0));
      g.draw(circle);
    } else if (mark instanceof Mark.Text t) {
      text(t);
    } else if (mark instanceof Mark.Cells c) {
      cells(c);
    }
  }

  private void text(Mark.Text t) {
    Font font = font(FAMILY, t);
    if (!font.getFamily().equals(FAMILY) || font.canDisplayUpTo(t.text()) >= 0) {
      font = font(Font.SANS_SERIF, t); // a logical font looks for each glyph in all fonts
    }
    g.setFont(font);
    g.setColor(color(t.fill(), 1));
    double width = font.getStringBounds(t.text(), g.getFontRenderContext()).getWidth();
    AffineTransform before = g.getTransform();
    g.translate(t.x(), t.y());
    if (t.vertical()) {
      g.rotate(-Math.PI / 2);
    }
    double shift =
        switch (t.anchor()) {
          case START -> 0;
          case MIDDLE -> -width / 2;
          case END -> -width;
        };
    g.drawString(t.text(), (float) shift, 0);
    g.setTransform(before);
  }

  private Font font(String family, Mark.Text t) {
    int style = t.bold() ? Font.BOLD : Font.PLAIN;
    return fonts.computeIfAbsent(
        family + style + t.size(), key -> new Font(family, style, 1).deriveFont((float) t.size()));
  }

  /**
   * Draws the cells with their edges on whole pixels; otherwise the background would shine through
   * between neighbouring cells.
   */
  private void cells(Mark.Cells c) {
    AffineTransform before = g.getTransform();
    g.setTransform(new AffineTransform());
    for (int i = 0; i < c.rgb().length; i++) {
      g.setColor(new Color(c.rgb()[i]));
      int left = pixel(c.x() + i % c.cols() * c.cellWidth());
      int right = pixel(c.x() + (i % c.cols() + 1) * c.cellWidth());
      int top = pixel(c.y() + i / c.cols() * c.cellHeight());
      int bottom = pixel(c.y() + (i / c.cols() + 1) * c.cellHeight());
      g.fillRect(left, top, right - left, bottom - top);
    }
    g.setTransform(before);
  }

  private static int pixel(double length) {
    return (int) Math.round(length * DENSITY);
  }

  private static Path2D path(double[] xs, double[] ys, boolean closed) {
    Path2D path = new Path2D.Double();
    path.moveTo(xs[0], ys[0]);
    for (int i = 1; i < xs.length; i++) {
      path.lineTo(xs[i], ys[i]);
    }
    if (closed) {
      path.closePath();
    }
    return path;
  }

  private static BasicStroke stroke(double width, double dash) {
    float[] dashes = dash > 0 ? new float[] {(float) dash} : null;
    return new BasicStroke(
        (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0);
  }

  private static Color color(Ink ink, double opacity) {
    return new Color(
        ink.rgb >> 16, ink.rgb >> 8 & 0xff, ink.rgb & 0xff, (int) Math.round(255 * opacity));
  }
}
