package ticketd.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Compression;

/** Answers as gzip, for whoever takes them so. */
final class Gzip {
  /** What is no larger comes as it is. */
  private static final int SMALL = 1024;

  /** What is larger takes longer than a request may hold up others. */
  private static final int LARGE = 32 * 1024;

  private static final HttpHeader CODED = RawHeader.create("Content-Encoding", "gzip");
  private static final HttpHeader VARY = RawHeader.create("Vary", "Accept-Encoding");
  private static final List<String> TEXTUAL = List.of("json", "javascript", "xml", "openmetrics");

  private final Executor executor;

  /** Compresses what is large by {@code executor}. */
  Gzip(Executor executor) {
    this.executor = executor;
  }

  /** The answer, its body as gzip where that is of use and {@code request} accepts it. */
  CompletionStage<HttpResponse> of(HttpResponse response, HttpRequest request) {
    if (!isCompressible(response)) {
      return CompletableFuture.completedFuture(response);
    }
    HttpResponse varying =
        Heads.value(response, "vary").isPresent() ? response : response.addHeader(VARY);
    HttpEntity entity = response.entity();
    boolean isWorthIt = entity.getContentLengthOption().orElse(Long.MAX_VALUE) > SMALL;
    if (!isWorthIt || !Accepts.gzip(Heads.value(request, "accept-encoding"))) {
      return CompletableFuture.completedFuture(varying);
    }
    HttpResponse coded = varying.addHeader(CODED);
    if (!(entity instanceof HttpEntity.Strict strict)) {
      // Each part is flushed: no row is held back.
      return CompletableFuture.completedFuture(coded.transformEntityDataBytes(Compression.gzip()));
    }
    return strict.getData().size() > LARGE
        ? CompletableFuture.supplyAsync(() -> with(coded, strict), executor)
        : CompletableFuture.completedFuture(with(coded, strict));
  }

  private static boolean isCompressible(HttpResponse response) {
    HttpEntity entity = response.entity();
    String type = entity.getContentType().mediaType().toString();
    boolean isTextual = type.startsWith("text/") || TEXTUAL.stream().anyMatch(type::contains);
    return isTextual
        && !entity.isKnownEmpty()
        && !type.equals("text/event-stream")
        && Heads.value(response, "content-encoding").isEmpty()
        && Heads.value(response, "vary").filter(VARY.value()::equals).isEmpty()
        && isNotLive(response);
  }

  /** A stream that goes on for ever is for whoever shows it at once. */
  private static boolean isNotLive(HttpResponse response) {
    Optional<String> buffering = Heads.value(response, "x-accel-buffering");
    return !buffering.equals(Optional.of("no"));
  }

  private static HttpResponse with(HttpResponse coded, HttpEntity.Strict entity) {
    return coded.withEntity(
        HttpEntities.create(entity.getContentType(), bytes(entity.getData().toArrayUnsafe())));
  }

  /** The bytes as gzip. */
  static byte[] bytes(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer was written", e);
    }
    return bytes.toByteArray();
  }
}
