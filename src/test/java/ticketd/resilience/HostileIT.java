package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Seed;

/**
 * Bytes that no client of good will sends: they change nothing, and nothing of them reaches a log
 * or comes back in a form that a terminal would obey.
 */
class HostileIT {
  private static final int ROUNDS = 300;

  /** What may stand in a line of people's text, and what must not. */
  private static final List<String> PIECES =
      List.of(
          "IDENT Jules",
          "SENDTICKET {\"title\":\"",
          "\\u001b[31m",
          "\"}",
          "@k ",
          "LIST ",
          "COMMENT 1 ",
          "WATCH text:",
          "\u001b]0;pwned\u0007",
          "\u001b[2J",
          "\u009b31m",
          "\u202e",
          "\u2066",
          "\ufeff",
          "\u2028",
          "\ud83d\ude00",
          "\u0000",
          "\r",
          "\t",
          "\u007f",
          "[OK] forged",
          "é",
          " ");

  /** What no text may hold, as it is and escaped as in JSON. */
  private static final List<String> UNSEEN =
      List.of(
          "\u001b[2J",
          "\u001b]0;pwned\u0007",
          "\u009b31m",
          "\u202e",
          "\u2066",
          "\ufeff",
          "\u2028",
          "\u0000",
          "\u007f",
          "\b",
          "\\u001b[2J",
          "\\u202e",
          "\\u007f");

  /** Every place of a request from which a text is stored, logged or quoted. */
  private static final List<String> PLACES =
      List.of(
          "IDENT Ju%sles",
          "IDENT Jules\nCOMMENT 1 a%sb",
          "IDENT Jules\nSENDTICKET {\"title\":\"a%sb\",\"description\":\"c\"}",
          "IDENT Jules\nSENDTICKET {\"title\":\"a\",\"description\":\"b%sc\"}",
          "IDENT Jules\nSENDTICKET\na%sb\nc",
          "IDENT Jules\nSENDTICKET\na\nb%sc",
          "IDENT Jules\nEDIT 1 {\"title\":\"a%sb\"}",
          "IDENT Jules\nEDIT 1 {\"priority\":\"a%sb\"}",
          "IDENT Jules\nEDIT 1 {\"a%sb\":1}",
          "IDENT Jules\nTAG 1 +a%sb",
          "IDENT Jules\nASSIGN 1 a%sb",
          "IDENT Jules\nCLOSE 1 fixed a%sb",
          "IDENT Jules\n@k%s COMMENT 1 a",
          "LIST a%sb",
          "LIST author:a%sb",
          "WATCH text:a%sb",
          "SHOW 1%s",
          "HELP a%sb",
          "NO%sPE");

  @TempDir Path folder;

  @Test
  void shouldLetNoControlCharacterIntoALogOrAReply() {
    Random random = Seed.random();
    List<String> replies = new ArrayList<>();
    List<String> stats = new ArrayList<>();
    try (ChildServer server =
        ChildServer.start(Launch.on(folder.resolve("tickets")).syncing("os"))) {
      try (Peer peer = server.connect("Ana")) {
        peer.ask("SENDTICKET {\"title\":\"x\"}");
        for (String place : PLACES) {
          replies.addAll(repliesTo(server, place));
        }
        stats.addAll(peer.ask("STATS"));
        replies.addAll(peer.ask("SHOW 1"));
        replies.addAll(peer.ask("HISTORY 1"));
      }
      for (int i = 0; i < ROUNDS; i++) {
        try (Peer peer = server.connect()) {
          peer.sendRaw(hostile(random));
          peer.finish();
          replies.addAll(peer.rest());
        } catch (UncheckedIOException e) {
          // Closed before all of it was sent.
          replies.add("closed");
        }
      }
      try (Peer peer = server.connect("Ana")) {
        assertThat(peer.status("PING")).isEqualTo("[OK] PONG");
        replies.addAll(peer.ask("LIST"));
      }
      assertThat((server.stdout() + server.stderr()).lines()).allMatch(HostileIT::isHarmless);
      assertThat(replies).anyMatch(line -> line.startsWith("[ERR] bad-text: "));
      assertThat(replies).allMatch(HostileIT::isHarmless);
      assertThat(stats).contains(" events: 1");
      assertThat(server.stdout()).contains(" connected\n");
      assertThat(server.stderr()).isEmpty();
    }
  }

  private static List<String> repliesTo(ChildServer server, String place) {
    boolean json = place.contains("{");
    try (Peer peer = server.connect()) {
      for (String unseen : UNSEEN) {
        if (json || !unseen.startsWith("\\")) {
          peer.send(place.replace("%s", unseen));
        }
      }
      peer.finish();
      return peer.rest();
    }
  }

  private static byte[] hostile(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      for (int j = random.nextInt(5); j >= 0; j--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      text.append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextBoolean()) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** Marks without a width that turn nothing around are allowed: scripts and emoji need some. */
  private static boolean isHarmless(String line) {
    return line.codePoints()
        .allMatch(
            c ->
                c == '\t'
                    || !(Character.isISOControl(c)
                        || (c >= 0x202A && c <= 0x202E)
                        || (c >= 0x2066 && c <= 0x2069)
                        || c == 0xFEFF
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR));
  }

  /**
   * What a page in a browser can make it send to this port, once a name of its own resolves to this
   * host: a request with a body of its choice.
   */
  @Test
  void shouldFileNothingForAPageThatPostsToItsPort() {
    String body = "IDENT Page\r\nSENDTICKET {\"title\":\"planted\"}\r\nQUIT\r\n";
    List<String> posts =
        List.of(
            "POST / HTTP/1.1\r\nHost: rebound.example:12345\r\nContent-Type: text/plain\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body,
            "PUT /IDENT HTTP/1.1\r\nHost: x\r\n\r\n" + body,
            "GET /?a=%0AIDENT HTTP/1.1\r\nUpgrade: websocket\r\n\r\n" + body,
            "POST / HTTP/1.0\n\n" + body,
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + body);
    try (ChildServer server =
        ChildServer.start(Launch.on(folder.resolve("tickets")).syncing("os").with("http", "off"))) {
      for (String post : posts) {
        // In one piece, and its first line in two.
        for (int cut : new int[] {0, 3, post.indexOf(" HTTP/") + 4}) {
          try (Peer peer = server.connect()) {
            peer.sendRaw(post.substring(0, cut));
            peer.sendRaw(post.substring(cut));
            assertThat(peer.rest()).first().asString().startsWith("[ERR] not-this-protocol: ");
          }
        }
      }
      try (Peer peer = server.connect()) {
        assertThat(peer.status("LIST")).isEqualTo("[OK] 0 tickets");
      }
      assertThat(server.stdout()).doesNotContain("Page", "planted");
    }
  }
}
