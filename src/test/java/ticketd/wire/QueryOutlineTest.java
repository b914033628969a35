package ticketd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryOutlineTest {
  @Test
  void shouldKnowWhenAQueryIsAboutWhoeverAsks() {
    for (String about :
        new String[] {"author:me", "x assignee:ME", "author:\"me\"", "author:me \"x"}) {
      assertThat(QueryOutline.of(about).isAboutMe()).as(about).isTrue();
    }
    for (String not :
        new String[] {
          "", "tag:memory", "tag:me", "author:memo", "text:\"author:me\"", "\"author:me"
        }) {
      assertThat(QueryOutline.of(not).isAboutMe()).as(not).isFalse();
    }
  }

  @Test
  void shouldFindQualifiersOutsideQuotationMarksAlone() {
    QueryOutline outline = QueryOutline.of("text:\"a status:b\" limit:5 x limit");

    assertThat(outline.has("status")).isFalse();
    assertThat(outline.only("limit")).contains("5");
    assertThat(QueryOutline.of("limit:1 limit:2").only("limit")).isEmpty();
  }

  @Test
  void shouldLeaveWordsOut() {
    assertThat(QueryOutline.of("since:3 a \"since:4 b\"").without("since"))
        .isEqualTo("a \"since:4 b\"");
    assertThat(QueryOutline.of("a since:3").without("since")).isEqualTo("a");
    assertThat(QueryOutline.of("a since:1/3 b").without("since")).isEqualTo("a b");
  }
}
