package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.ticket.ReportGroup;

class ReportTextTest {
  private static final ReportGroup.Times NEVER =
      new ReportGroup.Times(OptionalLong.empty(), OptionalLong.empty());

  private static String line(ReportGroup group) {
    LineBuffer out = new LineBuffer();
    ReportText.line(out, group);
    return out.asString();
  }

  @Test
  void shouldWriteAGroupAndTheTotal() {
    assertThat(
            line(
                new ReportGroup(
                    Optional.of("2026-W48"),
                    3,
                    2,
                    5,
                    new ReportGroup.Times(OptionalLong.of(900), OptionalLong.of(7_800)),
                    new ReportGroup.Times(OptionalLong.of(14_400), OptionalLong.of(266_400)),
                    OptionalDouble.of(4.5),
                    OptionalDouble.of(4),
                    OptionalDouble.of(4.33))))
        .isEqualTo(
            " 2026-W48: filed 3 · closed 2 · open 5 · take 15m 2h10m · close 4h 3d2h"
                + " · rating 4.5 4 4.33\n");
    assertThat(
            line(
                new ReportGroup(
                    Optional.empty(),
                    0,
                    0,
                    0,
                    NEVER,
                    NEVER,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty())))
        .isEqualTo(" total: filed 0 · closed 0 · open 0 · take - - · close - - · rating - - -\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "59, 59s",
    "60, 1m",
    "61, 1m1s",
    "3599, 59m59s",
    "3605, 1h",
    "86399, 23h59m",
    "86400, 1d",
    "90000, 1d1h",
    "8640000, 100d"
  })
  void shouldShowTheTwoLargestUnitsOfADuration(long seconds, String shown) {
    assertThat(ReportText.duration(OptionalLong.of(seconds))).isEqualTo(shown);
  }
}
