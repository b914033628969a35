package ticketd.board;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A screenshot as a document wants it: few colours, so that it is a third of the bytes. */
final class Picture {
  /** Where the document's pictures go; else they are only made. */
  static final Path FOLDER =
      Path.of(Optional.ofNullable(System.getProperty("ticketd.pictures")).orElse("target/board"));

  private static final int COLOURS = 256;

  /** Between two values of a channel. */
  private static final int STEP = 8;

  private Picture() {}

  static void write(byte[] png, Path file) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = coarse(pixels[i]);
      counts.merge(pixels[i], 1, Integer::sum);
    }
    List<Integer> palette =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(COLOURS)
            .map(Map.Entry::getKey)
            .toList();
    BufferedImage indexed = indexed(width, height, palette);
    Map<Integer, Integer> nearest = new HashMap<>();
    for (int i = 0; i < pixels.length; i++) {
      int index = nearest.computeIfAbsent(pixels[i], colour -> nearest(colour, palette));
      indexed.getRaster().setSample(i % width, i / width, 0, index);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(indexed, "png", file.toFile());
  }

  private static BufferedImage indexed(int width, int height, List<Integer> palette) {
    byte[] red = new byte[palette.size()];
    byte[] green = new byte[palette.size()];
    byte[] blue = new byte[palette.size()];
    for (int i = 0; i < palette.size(); i++) {
      int colour = palette.get(i);
      red[i] = (byte) (colour >> 16);
      green[i] = (byte) (colour >> 8);
      blue[i] = (byte) colour;
    }
    IndexColorModel model = new IndexColorModel(8, palette.size(), red, green, blue);
    return new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
  }

  private static int coarse(int colour) {
    return channel(colour >> 16) << 16 | channel(colour >> 8) << 8 | channel(colour);
  }

  private static int channel(int value) {
    return Math.min(0xFF, ((value & 0xFF) + STEP / 2) / STEP * STEP);
  }

  private static int nearest(int colour, List<Integer> palette) {
    int best = 0;
    for (int i = 1; i < palette.size(); i++) {
      if (distance(colour, palette.get(i)) < distance(colour, palette.get(best))) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int difference = (one >> shift & 0xFF) - (other >> shift & 0xFF);
      sum += difference * difference;
    }
    return sum;
  }
}
