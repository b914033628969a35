package ticketd.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import ticketd.ticket.TextFold;

/**
 * What a scan for a word folds of a ticket: a title of some 40 characters, a description of 160.
 */
public class FoldBenchmark extends CodeBenchmark {
  /** The language of the texts. */
  @Param({"ENGLISH", "FRENCH", "RUSSIAN", "JAPANESE", "HEBREW"})
  public Language language = Language.ENGLISH;

  /** With its texts; the Hebrew one has points, which no table can fold. */
  public enum Language {
    ENGLISH("The printer on floor 2 shows no paper, ", "although I filled it twice. "),
    FRENCH("L'imprimante du 2e étage affiche plus d", "e papier, déjà remplie. "),
    RUSSIAN("Принтер на втором этаже не печатает и п", "ишет, что нет бумаги. "),
    JAPANESE("プリンターが用紙切れと表示しますが、", "用紙は二回補充しました。"),
    HEBREW("שָׁלוֹם, הַמַּדְפֶּסֶת לֹא מַדְפִּיסָה", "וְכוֹתֶבֶת שֶׁאֵין נְיָר. ");

    private final String title;
    private final String description;

    Language(String title, String sentence) {
      this.title = title;
      this.description = sentence.repeat(160 / sentence.length());
    }
  }

  @Benchmark
  public int ticket() {
    return TextFold.fold(language.title).length() + TextFold.fold(language.description).length();
  }
}
