package ticketd.http;

import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import ticketd.wire.JsonLine;
import ticketd.wire.LineBuffer;

/** Answers in JSON. */
final class Json {
  private Json() {}

  /** 200 with an object, which ends in LF. */
  static HttpResponse response(JsonLine.Members members) {
    LineBuffer out = new LineBuffer();
    JsonLine.write(out, members);
    return response(bytes(out));
  }

  static HttpResponse response(ByteString json) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
  }

  /** All that was written, which is forgotten there. */
  static ByteString bytes(LineBuffer out) {
    return out.handOver((bytes, length) -> ByteString.fromArrayUnsafe(bytes, 0, length));
  }
}
