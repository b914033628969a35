package ticketd.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import ticketd.http.Exposition;

/**
 * Reads all figures there are and writes them; until it does so the first time, it costs nothing.
 */
public final class Scrape implements Exposition {
  private final ServerFigures server;

  public Scrape(ServerFigures server) {
    this.server = server;
  }

  @Override
  public byte[] text(Format format) {
    Snapshots out = new Snapshots();
    server.addTo(out);
    JvmFigures.addTo(out);
    return written(out.all(), format);
  }

  private static byte[] written(MetricSnapshots snapshots, Format format) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      writer(format).write(text, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer was written", e);
    }
    return text.toByteArray();
  }

  private static ExpositionFormatWriter writer(Format format) {
    return switch (format) {
      case TEXT -> PrometheusTextFormatWriter.create();
      case OPEN_METRICS -> OpenMetricsTextFormatWriter.create();
    };
  }
}
