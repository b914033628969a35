package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleJoinTest {
  /** Joined, blanks and all, but with a line for each module. */
  private static String joined(String... modules) {
    return ModuleJoin.of("app.js", byNames(modules));
  }

  private static Map<String, String> byNames(String... modules) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < modules.length; i += 2) {
      all.put(modules[i], modules[i + 1]);
    }
    return all;
  }

  private static void assertRefused(String why, String... modules) {
    assertThatThrownBy(() -> joined(modules))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldPutWhatIsImportedAheadInTheOrderOfABrowser() {
    assertThat(
            joined(
                "app.js", "import{c}from'./c.js';import'./b.js';app(c);",
                "b.js", "import{c}from'./c.js';b(c);",
                "c.js", "import './d.js';export const c=1;",
                "d.js", "d();"))
        .isEqualTo("d();\nconst c=1;\nb(c);\napp(c);\n");
  }

  @Test
  void shouldPutWhatIsImportedAtRunTimeBehindWithItsExports() {
    assertThat(
            joined(
                "app.js", "export const a=1;const f=async()=>(await import( './b.js')).b();",
                "b.js", "import{a}from'./app.js';import{c}from'./c.js';export function b(){c(a)}",
                "c.js", "export async function c(){}"))
        .isEqualTo(
            """
            const a=1;const f=async()=>(await import( './app.js')).b();
            async function c(){}
            export function b(){c(a)}
            """);
  }

  @Test
  void shouldJoinModulesThatImportOneAnother() {
    assertThat(
            joined(
                "app.js", "import{b}from'./b.js';export const a=()=>b;",
                "b.js", "import{a}from'./app.js';export const b=()=>a;"))
        .isEqualTo("const b=()=>a;\nconst a=()=>b;\n");
  }

  @Test
  void shouldRefuseANameThatTwoDeclare() {
    assertRefused(
        "declare a", "app.js", "import'./b.js';const a=1;", "b.js", "const f=1,[g,{h:a}]=h;");
    assertRefused("declare a", "app.js", "import'./b.js';function a(){}", "b.js", "class a{}");
    assertThat(joined("app.js", "import'./b.js';const a=1;", "b.js", "{const a=2;f(a)}"))
        .contains("{const a=2;f(a)}");
  }

  @Test
  void shouldRefuseTheUseOfWhatIsNotImported() {
    assertRefused("without importing", "app.js", "import'./b.js';b();", "b.js", "function b(){}");
    assertThat(joined("app.js", "import'./b.js';(b)=>b;", "b.js", "function b(){}")).isNotEmpty();
    // It may be the browser's own elsewhere in the module.
    assertRefused(
        "without importing",
        "app.js",
        "import'./b.js';(open)=>open;open();",
        "b.js",
        "function open(){}");
  }

  @Test
  void shouldRefuseAnImportOfWhatIsNotThere() {
    assertRefused("b.js", "app.js", "import'./b.js';");
    assertRefused("b.js", "app.js", "x=()=>import('./b.js');");
    assertRefused("does not export", "app.js", "import{b}from'./b.js';", "b.js", "const b=1;");
    assertRefused("imported by none", "app.js", "a();", "b.js", "b();");
  }

  @Test
  void shouldRefuseImportsAndExportsOfOtherKinds() {
    for (String module :
        new String[] {
          "import{b as c}from'./b.js';",
          "import*as c from'./b.js';",
          "import c from'./b.js';",
          "import{b}from'https://elsewhere/b.js';",
          "x=()=>import(`./${b}.js`);",
          "x=()=>import(b);",
          "export{b}from'./b.js';",
          "export*from'./b.js';",
          "const c=1;export{c};",
          "export default 1;",
          "export const{c}=d;",
        }) {
      assertThatThrownBy(() -> joined("app.js", module, "b.js", "export const b=1;"))
          .as(module)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
