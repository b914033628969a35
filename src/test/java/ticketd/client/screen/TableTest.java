package ticketd.client.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import ticketd.client.screen.Table.Cell;
import ticketd.client.screen.Table.Column;

class TableTest {
  private static final List<Column> COLUMNS =
      List.of(Column.fixed(), Column.whole(2), Column.elastic(5), new Column(3, 1));

  private static List<String> lines(int width, List<Column> columns, String... rows) {
    Table table = new Table(width, columns);
    for (String row : rows) {
      table.add(Arrays.stream(row.split("\\|", -1)).map(Cell::plain).toList());
    }
    return table.lines();
  }

  private static List<String> lines(int width) {
    return lines(width, COLUMNS, "id|kind|title|who", "#12|open|a rather long one|Zoé Martin");
  }

  @Test
  void shouldCutOneColumnAlone() {
    List<Column> columns = List.of(Column.fixed(), Column.elastic(10), Column.fixed());

    List<String> lines = lines(24, columns, "#1|日本語のとても長いタイトル|end", "#12|x|");

    assertThat(lines).containsExactly("#1   日本語のとて…   end", "#12  x");
    assertThat(lines).allMatch(line -> Cells.width(line) <= 24);
  }

  @Test
  void shouldCutTheWidestColumnsFirst() {
    assertThat(lines(80)).contains("#12  open  a rather long one  Zoé Martin");
    assertThat(lines(30)).contains("#12  open  a rathe…  Zoé Mart…");
  }

  @Test
  void shouldLeaveColumnsOutWhereTheOthersWouldBeTooNarrow() {
    assertThat(lines(21)).contains("#12  open  a ra…  Zo…");
    assertThat(lines(20)).containsExactly("id   kind  title", "#12  open  a rather…");
    assertThat(lines(15)).containsExactly("id   title", "#12  a rather …");
  }

  @Test
  void shouldCutWhatIsAlwaysShownAsFarAsItTakesButNotTheFirst() {
    assertThat(lines(8)).containsExactly("id   ti…", "#12  a …");
    for (int width = 6; width <= 50; width++) {
      int most = width;
      assertThat(lines(width)).allMatch(line -> Cells.width(line) <= most);
      assertThat(lines(width).get(1)).startsWith("#12  ");
    }
  }

  @Test
  void shouldPaintCellsBehindEachOtherAsFarAsTheyAreShown() {
    List<Cell> cells = List.of(Cell.plain("one "), new Cell("two", shown -> "<" + shown + ">"));

    assertThat(Table.behindEachOther(cells, 7)).isEqualTo("one <two>");
    assertThat(Table.behindEachOther(cells, 6)).isEqualTo("one <t…>");
    assertThat(Table.behindEachOther(cells, 5)).isEqualTo("one <…>");
  }

  @Test
  void shouldHaveNoLinesWithoutRows() {
    assertThat(lines(80, COLUMNS)).isEmpty();
  }
}
