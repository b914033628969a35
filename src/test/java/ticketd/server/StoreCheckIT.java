package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Processes;

/** {@code check FILE}, as whoever takes back-ups uses it. */
class StoreCheckIT {
  private static final Map<String, String> ENGLISH = Map.of("TICKETD_LANG", "en");

  @TempDir Path directory;

  private Path store() {
    return directory.resolve("ticket_shm");
  }

  private JarProcess serverWithTickets(int count) throws Exception {
    JarProcess server = JarProcess.run(ENGLISH, "--port=0", "--store=" + store());
    try (TextPeer jules = new TextPeer(server.port())) {
      jules.ask("IDENT Jules");
      for (int i = 0; i < count; i++) {
        jules.ask("SENDTICKET {\"title\":\"ticket " + i + "\"}");
      }
    }
    return server;
  }

  @Test
  void shouldFindALiveStoreAndItsCopyWhole() throws Exception {
    try (JarProcess server = serverWithTickets(3)) {
      Path copy = directory.resolve("copy");
      Processes.run("cp", store() + "", copy + "");

      for (Path file : new Path[] {store(), copy}) {
        try (JarProcess check = JarProcess.run(ENGLISH, "check", file.toString())) {
          assertThat(check.status()).isZero();
          assertThat(check.output())
              .singleElement()
              .asString()
              .startsWith(file + ": whole; tickets 3, events 3, generation ");
          assertThat(check.errors()).isEmpty();
        }
      }
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void shouldServeFromACopyTakenUnderAServer() throws Exception {
    Path copy = directory.resolve("copy");
    List<String> before;
    try (JarProcess server = serverWithTickets(3);
        TextPeer reader = new TextPeer(server.port())) {
      before = reader.ask("LIST");
      Processes.run("cp", store() + "", copy + "");
    }
    try (JarProcess restored = JarProcess.run(ENGLISH, "--port=0", "--store=" + copy);
        TextPeer reader = new TextPeer(restored.port())) {
      assertThat(reader.ask("LIST")).isEqualTo(before).hasSize(4);
    }
  }

  @Test
  void shouldGiveARestoredStoreANewGenerationOnceNobodyHasItOpen() throws Exception {
    byte[] open;
    try (JarProcess server = serverWithTickets(1)) {
      open = Arrays.copyOf(Files.readAllBytes(store()), 64);
      try (JarProcess check = JarProcess.run(ENGLISH, "check", "--restored", store().toString())) {
        assertThat(check.status()).isEqualTo(1);
        assertThat(check.output()).isEmpty();
        assertThat(check.errors())
            .containsExactly(
                "ticket: "
                    + store()
                    + ": open in another process; stop all servers of the store"
                    + " first");
      }
      server.signal("TERM");
      server.status();
    }
    assertThat(Files.readAllBytes(store())).startsWith(open);
    Files.setPosixFilePermissions(store(), PosixFilePermissions.fromString("rw-r--r--"));
    try (JarProcess check = JarProcess.run(ENGLISH, "check", store().toString(), "--restored")) {
      assertThat(check.status()).isZero();
      assertThat(check.output())
          .hasSize(2)
          .last()
          .asString()
          .matches(store() + ": new generation \\d+ in place of \\d+");
      assertThat(check.errors())
          .containsExactly(
              "ticket: "
                  + store()
                  + ": could be read or written by others, now it is for its owner"
                  + " alone (mode 0600)");
    }
    try (JarProcess check =
        JarProcess.run(ENGLISH, "check", "--restored", "--json", store().toString())) {
      assertThat(check.status()).isZero();
      assertThat(check.output())
          .singleElement()
          .asString()
          .startsWith("{\"ok\":true,\"tickets\":1,\"events\":1,\"generation\":")
          .matches(".*,\"previousGeneration\":\\d+}");
      assertThat(check.errors()).isEmpty();
    }
  }

  @Test
  void shouldReportDamageAndChangeNothing() throws Exception {
    try (JarProcess server = serverWithTickets(3)) {
      server.signal("TERM");
      server.status();
    }
    byte[] bytes = Files.readAllBytes(store());
    bytes[4096 + 40] ^= 1;
    Files.write(store(), bytes);

    try (JarProcess check = JarProcess.run(ENGLISH, "check", "--json", store().toString())) {
      assertThat(check.status()).isEqualTo(1);
      assertThat(check.output())
          .singleElement()
          .asString()
          .startsWith("{\"ok\":false,\"tickets\":0,\"events\":0,");
      assertThat(check.errors())
          .singleElement()
          .asString()
          .startsWith("{\"ok\":false,\"code\":\"failed\",\"message\":")
          .contains(store().toString(), "4096");
    }
    assertThat(Files.readAllBytes(store())).isEqualTo(bytes);
  }

  @Test
  void shouldCallAFileThatIsNoStoreNothingElse() throws Exception {
    Path file = Files.writeString(directory.resolve("notes"), "no store\n".repeat(1_000));

    try (JarProcess check = JarProcess.run(ENGLISH, "check", file.toString())) {
      assertThat(check.status()).isEqualTo(1);
      assertThat(check.errors()).containsExactly("ticket: " + file + ": not a ticketd store");
      assertThat(check.output()).isEmpty();
    }
  }

  @Test
  void shouldTellAMissingFileFromAMistake() {
    try (JarProcess missing = JarProcess.run(ENGLISH, "check", directory + "/none")) {
      assertThat(missing.status()).isEqualTo(3);
      assertThat(missing.errors()).singleElement().asString().contains("/none");
    }
    try (JarProcess mistake = JarProcess.run(ENGLISH, "check")) {
      assertThat(mistake.status()).isEqualTo(2);
      assertThat(mistake.errors()).singleElement().asString().contains("FILE");
    }
    try (JarProcess mistake = JarProcess.run(ENGLISH, "check", "--all", "x")) {
      assertThat(mistake.status()).isEqualTo(2);
      assertThat(mistake.errors())
          .singleElement()
          .asString()
          .contains("--all", "ticket check --help");
    }
  }
}
