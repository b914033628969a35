package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.door.UnfinishedRequests;
import ticketd.http.RequestHead.Malformed;
import ticketd.http.RequestReader.Found;
import ticketd.wire.ErrorCode;

/** What the reader makes of bytes, however they are cut into pieces. */
class RequestReaderTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST /a HTTP/1.1\r\nHost: a\r\n";
  private static final int MAX_BODY = 100;

  private final UnfinishedRequests unfinished = new UnfinishedRequests(10_000);

  private static RequestRules rules(int maxBody) {
    return rules(maxBody, Long.MAX_VALUE);
  }

  /** Nobody may send more than {@code ofStrangers} bytes without saying who it is. */
  private static RequestRules rules(int maxBody, long ofStrangers) {
    return new RequestRules() {
      @Override
      public int maxBody(String path) {
        return maxBody;
      }

      @Override
      public long maxOfStrangers() {
        return ofStrangers;
      }

      @Override
      public boolean isForAnybody(String path) {
        return path.equals("/anybody");
      }

      @Override
      public CompletionStage<Optional<Problem>> disproof(Credentials shown) {
        boolean isGood = shown.authorization().equals(Optional.of("good"));
        return CompletableFuture.completedFuture(
            isGood ? Optional.empty() : Optional.of(Problem.of(ErrorCode.AUTH_FAILED)));
      }

      @Override
      public Optional<Problem> check(String authority) {
        return Optional.empty();
      }
    };
  }

  /** What was found, in order, the problem last where there is one. */
  private List<String> read(List<String> pieces) {
    return read(pieces, rules(MAX_BODY));
  }

  private List<String> read(List<String> pieces, RequestRules rules) {
    RequestReader reader = new RequestReader(rules, unfinished);
    List<String> found = new ArrayList<>();
    try {
      for (String piece : pieces) {
        reader.take(ByteString.fromString(piece, StandardCharsets.ISO_8859_1));
        for (Found next = reader.next(); next != Found.More.INSTANCE; next = reader.next()) {
          found.add(text(next));
          if (next == Found.InQuestion.INSTANCE) {
            reader.judge(rules.disproof(reader.shown()).toCompletableFuture().join());
          }
        }
      }
      found.add(reader.isInside() ? "inside" : "between");
    } catch (Malformed malformed) {
      found.add(malformed.problem().status() + " " + malformed.problem().detail());
    }
    reader.drop();
    assertThat(unfinished.bytes()).isZero();
    return found;
  }

  private static String text(Found found) {
    if (found instanceof Found.Whole whole) {
      return whole.bytes().decodeString(StandardCharsets.ISO_8859_1);
    } else if (found instanceof Found.Expecting expecting) {
      return "expecting " + expecting.head().decodeString(StandardCharsets.ISO_8859_1);
    }
    if (found == Found.InQuestion.INSTANCE) {
      return "in question";
    }
    return "body " + ((Found.Body) found).bytes().decodeString(StandardCharsets.ISO_8859_1);
  }

  private static String withLength(String body) {
    return POST + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GET + GET + GET,
        "\r\n" + GET + "\r\n\r\n" + GET,
        POST + "Content-Length: 3\r\n\r\nabc" + GET,
        POST + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nA: b\r\n\r\n" + GET,
        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET,
        POST + "Transfer-Encoding: chunked\r\nTrailer: A\r\n\r\n64\r\n",
        GET + "GET /b HTTP/1.1\r\nHost: a\r\nB: c\rd\r\n\r\n" + GET,
        GET + "GET /b HTTP/1.1\r\nHost: a\n\n" + GET,
        GET + "GET /b HTTP/1.1\r\nHost: a\r\n B: c\r\n\r\n" + GET,
        GET + POST + "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n" + GET,
        GET + POST + "Transfer-Encoding: chunked\r\n\r\n2x\r\nab\r\n0\r\n\r\n" + GET,
        GET + POST + "Transfer-Encoding: chunked\r\n\r\n60\r\n" + GET,
        GET + POST + "Content-Length: 101\r\n\r\n" + GET,
        GET + "GET /b HTTP/1.1\r\n\r\n" + GET,
        GET + "POST /a HTTP/1.1\r\nHo"
      })
  void shouldFindTheSameHoweverTheBytesAreCut(String bytes) {
    List<String> whole = read(List.of(bytes));
    for (int i = 1; i < bytes.length(); i++) {
      assertThat(read(List.of(bytes.substring(0, i), bytes.substring(i)))).isEqualTo(whole);
    }
    assertThat(read(List.of(bytes.split("")))).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8\r\n12345678\r\n3\r\n",
        "b\r\n",
        "65\r\n",
        "ffffffff\r\n",
        "0000000b\r\n12345678901\r\n0\r\n\r\n" + GET,
        "ff\r\n"
      })
  void shouldWaitForNoChunksThatAreTooManyOfAStranger(String body) {
    String bytes = POST + "Transfer-Encoding: chunked\r\n\r\n" + body;
    for (int i = 1; i < bytes.length(); i++) {
      List<String> found =
          read(List.of(bytes.substring(0, i), bytes.substring(i)), rules(MAX_BODY, 10));
      assertThat(found.get(0)).startsWith("expecting POST /a HTTP/1.1\r\n");
      assertThat(found.subList(1, found.size())).containsExactly("inside");
    }
    assertThat(read(List.of(bytes), rules(MAX_BODY)).get(0)).doesNotStartWith("expecting");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 11\r\n\r\n12345678901",
        "Transfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\na\r\n1234567890\r\n1\r\n1\r\n0\r\n\r\n"
      })
  void shouldTakeALongBodyOnlyOfWhoProvesWhoItIs(String rest) {
    String known = POST + "Authorization: good\r\n" + rest;
    String expecting = POST + "Authorization: bad\r\nExpect: 100-continue\r\n" + rest;
    for (int i = 1; i < known.length() - 8; i++) {
      List<String> pieces = List.of(known.substring(0, i), known.substring(i));
      List<String> found = read(pieces, rules(MAX_BODY, 10));
      assertThat(found).hasSize(3).first().isEqualTo("in question");
      assertThat(found.get(1)).startsWith("POST /a ").contains("\r\n\r\n1234567890");
      assertThat(found.get(2)).isEqualTo("between");
      for (String shown : List.of("Authorization: bad", "Cookie: a=b")) {
        String bad = known.replace("Authorization: good", shown);
        found =
            read(
                List.of(bad.substring(0, bad.length() - i), bad.substring(bad.length() - i)),
                rules(MAX_BODY, 10));
        assertThat(found).hasSize(3).first().isEqualTo("in question");
        assertThat(found.get(1)).startsWith("expecting POST /a ");
        assertThat(found.get(2)).isEqualTo("inside");
      }
    }
    List<String> found = read(List.of(expecting + GET), rules(MAX_BODY, 10));
    assertThat(found).hasSize(3).contains("in question").last().isEqualTo("inside");
    String old = known.replace("HTTP/1.1", "HTTP/1.0").replace("good", "bad");
    assertThat(read(List.of(old), rules(MAX_BODY, 10)).get(rest.startsWith("T") ? 0 : 1))
        .startsWith(rest.startsWith("T") ? "400 " : "401 ");
  }

  @Test
  void shouldRefuseWhatGoesOnTooLongOnceItsHeadWasPassedOn() {
    String head = POST + "Authorization: bad\r\nExpect: 100-continue\r\n";
    List<String> found =
        read(
            List.of(head + "Transfer-Encoding: chunked\r\n\r\n1\r\n", "1\r\na\r\n"),
            rules(MAX_BODY, 10));
    assertThat(found).hasSize(3).element(0).asString().startsWith("expecting ");
    assertThat(found.get(1)).isEqualTo("in question");
    assertThat(found.get(2)).startsWith("401 ");
  }

  @Test
  void shouldWaitForNoLengthThatIsTooMuchOfAStranger() {
    String bytes = POST + "Content-Length: 1000000\r\n\r\nabc";
    assertThat(read(List.of(bytes), rules(MAX_BODY, 10)))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("expecting POST /a HTTP/1.1\r\n");
    assertThat(read(List.of(bytes))).singleElement().asString().startsWith("413 ");
    String toAnybody = bytes.replace("/a", "/anybody");
    assertThat(read(List.of(toAnybody), rules(MAX_BODY, 10)))
        .singleElement()
        .asString()
        .startsWith("413 ");
  }

  @Test
  void shouldSayTheLengthOfEveryBodyOnce() {
    assertThat(
            read(
                List.of(
                    POST
                        + "Transfer-Encoding: chunked\r\nA: b\r\n\r\n"
                        + "2\r\nab\r\n1;x=y\r\nc\r\n0\r\nC: d\r\n\r\n")))
        .containsExactly(POST + "A: b\r\nContent-Length: 3\r\n\r\nabc", "between");
    assertThat(read(List.of(withLength("abc")))).containsExactly(withLength("abc"), "between");
    assertThat(read(List.of(POST + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc" + GET)))
        .containsExactly(withLength("abc"), GET, "between");
  }

  @Test
  void shouldPassOnTheHeadOfABodyThatWaitsToBeAskedFor() {
    String expecting =
        "expecting " + POST + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n";
    String body = "body 3\r\nabc\r\n0\r\n\r\n";
    assertThat(
            read(
                List.of(
                    POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", "a", "bc" + GET)))
        .containsExactly(expecting, body, GET, "between");
    assertThat(
            read(
                List.of(
                    POST + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "1\r\na\r\n2\r\nb",
                    "c\r\n0\r\n\r\n" + GET)))
        .containsExactly(expecting, body, GET, "between");
    assertThat(
            read(
                List.of(
                    POST + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "0\r\n\r\n")))
        .containsExactly(expecting, "body 0\r\n\r\n", "between");
  }

  @Test
  void shouldHoldNoMoreThanAllConnectionsTogetherMay() throws Malformed {
    assertThat(unfinished.reserve(9_000)).isTrue();
    RequestReader reader = new RequestReader(rules(5_000), unfinished);
    reader.take(ByteString.fromString(POST + "Content-Length: 4000\r\n\r\n" + "x".repeat(500)));
    assertThat(reader.next()).isEqualTo(Found.More.INSTANCE);
    assertThat(unfinished.bytes()).isGreaterThan(9_500);
    assertThatThrownBy(() -> reader.take(ByteString.fromString("x".repeat(600))))
        .isInstanceOfSatisfying(
            Malformed.class, malformed -> assertThat(malformed.problem().status()).isEqualTo(503));
    reader.drop();
    assertThat(unfinished.bytes()).isEqualTo(9_000);
  }
}
