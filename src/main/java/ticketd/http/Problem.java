package ticketd.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;
import ticketd.wire.Message;
import ticketd.wire.Parsed;
import ticketd.wire.Refusal;
import ticketd.wire.Text;

/**
 * Why a request is refused, as RFC 9457 writes it.
 *
 * @param status of HTTP
 * @param code the line protocol's
 * @param members what a program needs besides: strings, numbers and booleans by their names
 */
record Problem(int status, ErrorCode code, Message detail, Map<String, Object> members) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String TYPE = "urn:ticketd:";
  private static final ContentType CONTENT_TYPE =
      ContentTypes.create(MediaTypes.applicationBinary("problem+json", true));

  /** Of an answer that is a problem; no part of what is sent. */
  private static final AttributeKey<ErrorCode> CODE = AttributeKey.create("code", ErrorCode.class);

  /** In seconds: a store whose journal restarts takes changes again within one. */
  private static final HttpHeader RETRY_AFTER = RawHeader.create("Retry-After", "1");

  Problem {
    // A line's word for it tells how a line would say it.
    detail = code == ErrorCode.NOT_IDENTIFIED ? Message.of(Text.NAME_NEEDED) : detail;
    members = new LinkedHashMap<>(members);
  }

  Problem(int status, ErrorCode code, Message detail) {
    this(status, code, detail, Map.of());
  }

  /** A handler failed: ours, and no more is known. */
  static Problem fault() {
    return new Problem(
        StatusCodes.INTERNAL_SERVER_ERROR.intValue(),
        ErrorCode.UNAVAILABLE,
        Message.of(Text.FAULT));
  }

  /** With the status that the code has by itself. */
  static Problem of(ErrorCode code, Message detail) {
    return new Problem(status(code), code, detail, Map.of());
  }

  /** In the code's own words. */
  static Problem of(ErrorCode code) {
    return of(code, Message.of(code));
  }

  /** What a parser refused, for what the refusal says. */
  static Problem of(Refusal refusal) {
    return of(refusal.code(), refusal.reason());
  }

  /** What a parser refused. */
  static Problem of(Parsed.Refused refused) {
    return of(refused.code(), refused.message());
  }

  /** The status of an error that says no more than its code. */
  private static int status(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, UNKNOWN_COMMAND, TOO_MANY_ERRORS -> 400;
      case NOT_IDENTIFIED, AUTH_FAILED, REVOKED -> 401;
      case FORBIDDEN, TLS_REQUIRED -> 403;
      case NOT_FOUND -> 404;
      case IDLE -> 408;
      case CONFLICT -> 409;
      case GONE -> 410;
      case LINE_TOO_LONG -> 413;
      case BAD_TEXT -> 422;
      case UNAVAILABLE, TOO_MANY_CONNECTIONS, SHUTTING_DOWN -> 503;
      case IN_DOUBT -> 504;
      case NOT_THIS_PROTOCOL -> 505;
      case FULL -> 507;
    };
  }

  /** For a reader of {@code language}. */
  HttpResponse in(Language language) {
    HttpResponse response =
        HttpResponse.create()
            .withStatus(StatusCodes.get(status))
            .withEntity(HttpEntities.create(CONTENT_TYPE, json(language)))
            .addHeader(RawHeader.create("Content-Language", language.wireName()))
            .addAttribute(CODE, code);
    return status == StatusCodes.SERVICE_UNAVAILABLE.intValue()
        ? response.addHeader(RETRY_AFTER)
        : response;
  }

  /** The code of an answer that is a problem; empty where it is none. */
  static Optional<ErrorCode> code(HttpResponse response) {
    return response.getAttribute(CODE);
  }

  private Message title() {
    return Message.of(Text.valueOf("PROBLEM_" + code.name()));
  }

  /** The same with these members besides. */
  Problem with(Map<String, Object> more) {
    Map<String, Object> all = new LinkedHashMap<>(members);
    all.putAll(more);
    return new Problem(status, code, detail, all);
  }

  private byte[] json(Language language) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      members(json, language);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer was written", e);
    }
    return bytes.toByteArray();
  }

  /** Its members, inside an object that was begun. */
  void members(JsonGenerator json, Language language) throws IOException {
    json.writeStringField("type", TYPE + code.wireName());
    json.writeStringField("title", title().in(language));
    json.writeNumberField("status", status);
    json.writeStringField("detail", detail.in(language));
    json.writeStringField("code", code.wireName());
    for (Map.Entry<String, Object> member : members.entrySet()) {
      json.writeObjectField(member.getKey(), member.getValue());
    }
  }
}
