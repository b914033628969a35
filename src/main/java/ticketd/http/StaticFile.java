package ticketd.http;

import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** A file that is the same for everybody, with its answers made once. */
final class StaticFile {
  /** By what a name ends in; text is UTF-8. */
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=UTF-8",
          "css", "text/css; charset=UTF-8",
          "js", "text/javascript; charset=UTF-8",
          "json", "application/json",
          "webmanifest", "application/manifest+json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2");

  private final Form plain;
  private final Form coded;

  /** The file's bytes as they are, or as gzip: each is another representation, with its own tag. */
  private record Form(String tag, HttpResponse whole, HttpResponse unchanged) {
    Form(String tag, HttpResponse whole) {
      this(
          tag,
          whole.addHeader(RawHeader.create("ETag", tag)),
          whole
              .withEntity(HttpEntities.EMPTY)
              .withStatus(StatusCodes.NOT_MODIFIED)
              .addHeader(RawHeader.create("ETag", tag)));
    }
  }

  /**
   * A file of this content.
   *
   * @param name its last part says what it is
   * @param caching what {@code Cache-Control} says of it
   */
  StaticFile(String name, SentFile content, String caching) {
    ContentType type = type(name);
    String hash = content.hash();
    byte[] bytes = content.plain();
    byte[] gzip = content.gzip();
    HttpResponse common =
        HttpResponse.create()
            .addHeader(RawHeader.create("Cache-Control", caching))
            .addHeader(RawHeader.create("Vary", "Accept-Encoding"));
    this.plain = new Form('"' + hash + '"', common.withEntity(HttpEntities.create(type, bytes)));
    this.coded =
        gzip.length < bytes.length
            ? new Form(
                '"' + hash + "-gzip\"",
                common
                    .withEntity(HttpEntities.create(type, gzip))
                    .addHeader(RawHeader.create("Content-Encoding", "gzip")))
            : plain;
  }

  private static ContentType type(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalArgumentException("no media type for " + name + ": " + TYPES.keySet());
    }
    return ContentTypes.parse(type);
  }

  /** The file, or that whoever asks has it. */
  HttpResponse answer(HttpRequest request) {
    Form form = Accepts.gzip(Heads.value(request, "accept-encoding")) ? coded : plain;
    return Heads.value(request, "if-none-match")
            .filter(had -> EntityTags.match(had, form.tag()))
            .isPresent()
        ? form.unchanged()
        : form.whole();
  }
}
