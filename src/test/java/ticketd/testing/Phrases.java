package ticketd.testing;

import java.util.List;
import java.util.Random;

/** Texts as people write them, made of a few words of several scripts each. */
public final class Phrases {
  private static final List<List<String>> SCRIPTS =
      List.of(
          words(
              "imprimante bloquée à l'étage déjà réparée écran noir cœur Nœud façade"
                  + " the printer is broken again Error 404 straße Ærø naïve Łódź PC-12"),
          words(
              "принтер не печатает экран Ёлка сеть упала снова ОШИБКА пользователь"
                  + " Αθήνα οθόνη ΣΦΑΛΜΑ δεν ανοίγει σύνδεση ξανά"),
          words("打印机 坏了 屏幕 黑屏 网络 连接 失败 用户 密码 重置 プリンタ ガラス カラス 用紙" + " ｶﾞﾗｽ 한글 프린터 고장 ①② 𠮷野家"),
          words(
              "الطابعة لا تعمل مُحَمَّد أحمد الشاشة سوداء שָׁלוֹם מדפסת לא עובדת"
                  + " เครื่องพิมพ์ เสีย กิน कील प्रिंटर ख़राब 👩\u200D💻 ❤\uFE0F"));

  private Phrases() {}

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  /** Up to {@code most} words, mostly of one script. */
  public static String of(Random random, int most) {
    List<String> words = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
    StringBuilder text = new StringBuilder();
    for (int left = 1 + random.nextInt(most); left > 0; left--) {
      if (random.nextInt(8) == 0) {
        words = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
      }
      text.append(words.get(random.nextInt(words.size()))).append(left > 1 ? " " : "");
    }
    if (random.nextInt(4) == 0) {
      text.append(' ').append(random.nextInt(1000));
    }
    return text.toString();
  }

  /** Some characters of it, one behind the other. */
  public static String part(Random random, String text, int most) {
    int from = random.nextInt(text.length());
    return text.substring(from, Math.min(text.length(), from + 1 + random.nextInt(most)));
  }
}
