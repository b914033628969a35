package ticketd.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the framing of a request has to be asked for, since it depends on what is served. */
interface RequestRules {
  /** Bytes that the body of a request to that path may have. */
  int maxBody(String path);

  /** Bytes that a body may have of which nothing says who sends it; all of them in an open desk. */
  long maxOfStrangers();

  /** Whether something is served at {@code path} to whoever says nothing of that. */
  boolean isForAnybody(String path);

  /**
   * Why what a head shows proves nobody, by what is stored now; empty where it does prove somebody.
   * The stage never fails.
   */
  CompletionStage<Optional<Problem>> disproof(Credentials shown);

  /** Why a target in absolute form with that authority is refused; empty where it is not. */
  Optional<Problem> check(String authority);
}
