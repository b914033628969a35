package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "a = b + c;                    | a=b+c;",
        "let a = typeof b in c;        | let a=typeof b in c;",
        "a + +b - -c + ++d             | a+ +b- -c+ ++d",
        "if (a) { b(); } else { c(); } | if(a){b();}else{c();}",
        "a / b / 2                     | a/ b/ 2",
        "a / /b/ in /c/g in d          | a/ /b/ in/c/g in d",
        "1 .toFixed()                  | 1 .toFixed()",
        "class A { #b = 1; }           | class A{#b=1;}",
      })
  void shouldDropTheBlanksThatMeanNothing(String module, String sent) {
    assertThat(ModuleText.sent(module)).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a  // b'",
        "\"a  /* b\"",
        "'a\\'  // b'",
        "`a  // ${b?`c  }`:'}  '}  // d`",
        "`\\`  // ${{a:{}}}  `",
        "/a  [/  \"'] \\/  `/g",
        "/[\\]  /]/",
      })
  void shouldKeepWhatIsQuoted(String quoted) {
    assertThat(ModuleText.sent("f( " + quoted + " ) ; // end")).isEqualTo("f(" + quoted + ");");
  }

  @ParameterizedTest
  @ValueSource(strings = {"return /a  b/;", "x = /a  b/;", "f(/a  b/);", "a => /a  b/;"})
  void shouldTellAPatternByWhatStandsBeforeIt(String line) {
    assertThat(ModuleText.sent(line)).contains("/a  b/");
  }

  @Test
  void shouldTakeASlashBehindAValueForADivision() {
    assertThat(ModuleText.sent("f(a)  /  b; c[0]  /  d; e  /  g  +  '/  /'"))
        .isEqualTo("f(a)/ b;c[0]/ d;e/ g+'/  /'");
  }

  @Test
  void shouldKeepALineEndThatMayEndAStatement() {
    assertThat(ModuleText.sent("a()\n\tb()\nreturn\nc\n")).isEqualTo("a()\nb()\nreturn\nc");
    assertThat(ModuleText.sent("const f = () => {\n\tg();\n}\nh();"))
        .isEqualTo("const f=()=>{g();}\nh();");
  }

  @Test
  void shouldDropALineEndWithinAStatement() {
    assertThat(ModuleText.sent("f(\n\ta,\n\tb\n)\n\t.c\n\t? d\n\t: e")).isEqualTo("f(a,b).c?d:e");
  }

  @Test
  void shouldDropComments() {
    assertThat(ModuleText.sent("// a\n/** b\n * c */\nd(); // e\nf/* g */(h);"))
        .isEqualTo("d();f(h);");
    assertThat(ModuleText.sent("a /*\n*/ b // c")).isEqualTo("a\nb");
  }

  @Test
  void shouldDropTheBlanksOfAPlaceInATemplate() {
    assertThat(ModuleText.sent("`a  ${ b + { c: `d  ${ e }` }.c }  f`"))
        .isEqualTo("`a  ${b+{c:`d  ${e}`}.c}  f`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a", "`a", "`${a", "`${a}", "x = /a", "/* a"})
  void shouldRefuseWhatDoesNotEnd(String module) {
    assertThatThrownBy(() -> ModuleText.sent(module)).isInstanceOf(IllegalArgumentException.class);
  }
}
