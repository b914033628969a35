package ticketd.http;

import java.util.Optional;

/** What the framing of a request has to be asked for, since it depends on what is served. */
interface RequestRules {
  /** Bytes that the body of a request to that path may have. */
  int maxBody(String path);

  /** Whether nobody's request with a body so long is carried out, but of somebody known here. */
  boolean isForTheKnown(long bodyLength);

  /** Why a target in absolute form with that authority is refused; empty where it is not. */
  Optional<Problem> check(String authority);
}
