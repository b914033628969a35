package ticketd.http;

/** What the server tells monitoring about itself. For any thread. */
@FunctionalInterface
public interface Exposition {
  /** How it is written. */
  enum Format {
    /** Prometheus' own, which everything reads. */
    TEXT("text/plain", "; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0. */
    OPEN_METRICS("application/openmetrics-text", "; version=1.0.0; charset=utf-8");

    private final String mediaType;
    private final String parameters;

    Format(String mediaType, String parameters) {
      this.mediaType = mediaType;
      this.parameters = parameters;
    }

    String mediaType() {
      return mediaType;
    }

    String contentType() {
      return mediaType + parameters;
    }
  }

  /** All figures as they are now. It takes some milliseconds, and longer the first time. */
  byte[] text(Format format);
}
