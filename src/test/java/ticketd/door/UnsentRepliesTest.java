package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class UnsentRepliesTest {
  private static final int SOME = 2 * Portions.SHORT;

  private final UnsentReplies unsent = new UnsentReplies(2 * SOME + Portions.LENGTH);
  private final List<String> cut = new ArrayList<>();

  private Portions peer(String name) {
    return new Portions(unsent, () -> cut.add(name));
  }

  private static ByteString bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 / 7);
    }
    return ByteString.fromArray(bytes);
  }

  @Test
  void shouldPassOnAllOfALongReplyInPortions() {
    Portions peer = peer("ana");
    peer.take(bytes(SOME + 1));
    ByteString sent = ByteString.emptyByteString();
    while (!peer.isEmpty()) {
      peer.taken();
      assertThat(unsent.bytes()).isEqualTo(SOME + 1);
      ByteString next = peer.next();
      assertThat(next.size()).isLessThanOrEqualTo(Portions.LENGTH);
      sent = sent.concat(next);
    }
    assertThat(sent).isEqualTo(bytes(SOME + 1));
    assertThat(unsent.bytes()).isZero();
  }

  @Test
  void shouldPassOnAShortReplyAsItIs() {
    Portions peer = peer("ana");
    ByteString reply = bytes(Portions.SHORT);
    peer.take(reply);
    assertThat(peer.next()).isSameAs(reply);
    assertThat(peer.isEmpty()).isTrue();
  }

  @Test
  void shouldCountWhatWasPassedOnUntilItIsTaken() {
    Portions peer = peer("ana");
    peer.take(bytes(Portions.COUNTED));
    peer.next();
    assertThat(unsent.bytes()).isEqualTo(Portions.COUNTED);
    peer.take(bytes(Portions.COUNTED));
    assertThat(unsent.bytes()).isEqualTo(2L * Portions.COUNTED);
    peer.taken();
    assertThat(unsent.bytes()).isEqualTo(Portions.COUNTED);
    peer.next();
    peer.taken();
    assertThat(unsent.bytes()).isZero();
    peer.take(bytes(Portions.COUNTED - 1));
    assertThat(unsent.bytes()).isZero();
  }

  @Test
  void shouldCutOffWhoTookSomethingLongestAgo() {
    Portions ana = peer("ana");
    Portions ben = peer("ben");
    ana.take(bytes(SOME));
    ben.take(bytes(SOME));
    ana.next();
    assertThat(cut).isEmpty();
    peer("cem").take(bytes(SOME));
    assertThat(cut).containsExactly("ben");
    assertThat(unsent.bytes()).isEqualTo(2L * SOME + Portions.LENGTH);
    // As its connection ends.
    ben.drop();
    assertThat(unsent.bytes()).isEqualTo(2L * SOME + Portions.LENGTH);
    ana.drop();
    assertThat(unsent.bytes()).isEqualTo(SOME);
  }

  @Test
  void shouldKeepWhoIsAloneHoweverLongItsReplyIs() {
    peer("ana").take(bytes(3 * SOME));
    assertThat(cut).isEmpty();
  }
}
