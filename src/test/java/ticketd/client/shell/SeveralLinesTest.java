package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.client.link.RequestLine;

class SeveralLinesTest {
  private static Optional<String> inOneLine(String typed) {
    return SeveralLines.inOneLine(RequestLine.parse(typed)).map(RequestLine::text);
  }

  @Test
  void shouldSendACommentOfSeveralLinesAsOne() {
    assertThat(inOneLine("COMMENT 12 a\n  \"b\"\nCLOSE 12\n\n"))
        .contains("COMMENT 12 {\"text\":\"a\\n  \\\"b\\\"\\nCLOSE 12\"}");
    assertThat(inOneLine("@k comment 12\na\nb")).contains("@k COMMENT 12 {\"text\":\"a\\nb\"}");
    assertThat(inOneLine("COMMENT 12 {\n}")).contains("COMMENT 12 {\"text\":\"{\\n}\"}");
  }

  @Test
  void shouldJoinTheLinesOfAnObject() {
    assertThat(inOneLine("SENDTICKET {\n  \"title\": \"t\"\n}\n"))
        .contains("SENDTICKET {   \"title\": \"t\" }");
    assertThat(inOneLine("@k EDIT 3 {\"title\":\n\"t\"}")).contains("@k EDIT 3 {\"title\": \"t\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CLOSE 12 fixed a\nb", "LIST\nLIST x", "a\nb", "QUIT\nb", "SENDTICKET\nt\nd", ""})
  void shouldMakeNoRequestOfAnyOther(String typed) {
    assertThat(inOneLine(typed)).isEmpty();
  }

  @Test
  void shouldTakeAPasteForRequestsOnlyWhereEveryLineIsOne() {
    assertThat(SeveralLines.requests("IDENT a\nSENDTICKET\nx\ny\n@k CLOSE 1\n\nLIST\n"))
        .contains(List.of("IDENT a", "SENDTICKET", "x", "y", "@k CLOSE 1", "", "LIST"));
    assertThat(SeveralLines.requests("COMMENT 12 a\nCLOSE 1\nand so on")).isEmpty();
    assertThat(SeveralLines.requests("at Main\nCLOSE 1")).isEmpty();
  }

  @Test
  void shouldFileADescriptionOfSeveralLines() {
    RequestLine dialogue = RequestLine.parse("@k SENDTICKET");

    assertThat(SeveralLines.ticket(dialogue, "é", "a\n\"b\"").text())
        .isEqualTo("@k SENDTICKET {\"title\":\"é\",\"description\":\"a\\n\\\"b\\\"\"}");
  }
}
