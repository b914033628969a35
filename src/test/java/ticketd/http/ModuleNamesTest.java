package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "const kid=1;f(kid,kid+1)                     | const a=1;f(a,a+1)",
        "let kid;kid=2;kids.kid=kid                   | let a;a=2;kids.kid=a",
        "const [kid,,...kids]=x;f(kids,kid)           | const[a,,...b]=x;f(b,a)",
        "const {name:kid}=x;f(kid)                    | const{name:a}=x;f(a)",
        "for(const [kid] of x)f(kid)                  | for(const[a]of x)f(a)",
        "x.map((kid,row)=>kid+row)                    | x.map((a,b)=>a+b)",
        "x.map(kid=>({kid:kid}))                      | x.map(a=>({kid:a}))",
        "x=async(kid)=>kid                            | x=async(a)=>a",
        "function tell(kid){return kid}               | function tell(a){return a}",
        "x={tell(kid){return kid}}                    | x={tell(a){return a}}",
        "try{f()}catch(kid){g(kid)}                   | try{f()}catch(a){g(a)}",
        "const kid=1;f(`kid ${kid} ${ {kid:kid} }`)   | const a=1;f(`kid ${a} ${{kid:a}}`)",
        "const kid=1;f(x?kid:kid,x?.kid,y.kid)        | const a=1;f(x?a:a,x?.kid,y.kid)",
        "const kid=1,row=2;f('kid',kid,{...kid})      | const a=1,b=2;f('kid',a,{...a})",
        "x=async()=>{for await(const kid of y)f(kid)} | x=async()=>{for await(const a of y)f(a)}",
        "x=(kid=f(Date,y),row)=>[kid,row,Date.now()]  | x=(a=f(Date,y),b)=>[a,b,Date.now()]",
        "x=(kid=`${Date}${Map}`)=>f(kid,Date,Map)     | x=(a=`${Date}${Map}`)=>f(a,Date,Map)",
        "x=(kid={key:[Map]})=>f(kid,Map)              | x=(a={key:[Map]})=>f(a,Map)",
        "const {[Map.key]:kid}=x;f(Map,kid)           | const{[Map.key]:a}=x;f(Map,a)",
        "const x={kid(){},get row(){}},kid=1,row=2    | const x={kid(){},get row(){}},a=1,b=2",
        "class A{kid(row){}static row(kid){}};let kid | class A{kid(b){}static row(a){}};let a",
        "x=({kid})=>f(kid,kid,kid,kid)                | x=({kid:a})=>f(a,a,a,a)",
        "x=({kid=1})=>({kid,row:f(kid,kid,kid)})      | x=({kid:a=1})=>({kid:a,row:f(a,a,a)})",
        "x=()=>{const y=1,kid=2;f(kid)}               | x=()=>{const y=1,a=2;f(a)}",
        "const kid=f(a),[{row},...all]=kid,last=all    | const b=f(a),[{row},...c]=b,d=c",
        "for(let kid=1,row;kid;)f(row,x)              | for(let a=1,b;a;)f(b,x)",
        "x=()=>{f(),kid,g()};const kid=1              | x=()=>{f(),a,g()};const a=1",
        "f((kid)=>kid+1,(row)=>row+2)                 | f((a)=>a+1,(b)=>b+2)",
        "f(g((kid)=>kid+1),g((row)=>row+2))           | f(g((a)=>a+1),g((a)=>a+2))",
        "x=(kid)=>{f((row)=>kid+row);g((all)=>all)}   | x=(a)=>{f((b)=>a+b);g((a)=>a)}",
        "x=()=>{for(const kid of y)f(kid);for(const row of y)g(row)} "
            + "| x=()=>{for(const a of y)f(a);for(const b of y)g(b)}",
        "const f=(kid)=>kid;const g=(row)=>row        | const f=(a)=>a;const g=(a)=>a",
        "const kid=1;const g=(row)=>kid+row+row       | const a=1;const g=(b)=>a+b+b",
        "function f(kid){function row(){}row(kid)}    | function f(a){function row(){}row(a)}",
      })
  void shouldShortenVariables(String module, String sent) {
    assertThat(ModuleText.sent(module)).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f(kid)",
        "import{kid,row}from'./x.js';kid(row)",
        "export const kid=1;f(kid)",
        "export let kid;f(kid)",
        "function kid(){}\nkid()",
        "const{kid}=x;f(kid)",
        "const{kid=1}=x;f(kid)",
        "const kid=1;f({kid})",
        "import{kid as row}from'./x.js';x=>{const kid=row}",
        "const kid=1;const row=2;export{kid as row}",
        "export const[kid,row]=x",
        "export const{key:kid}=x",
        "class Kid extends f(Row){}",
        "class Kid extends f.g(Row){}",
        "x=async()=>{for await(const{kid}of y){f(kid)}}",
        "const kid=1;f({row:1,kid,...x})",
        "const from=1;import('./x.js')",
        "x=({row=document.body})=>document",
        "const history=x;history.back()",
        "if(kid){f()}",
        "while(kid){f()}",
      })
  void shouldKeepWhatIsNotTheModulesOwn(String module) {
    assertThat(ModuleText.sent(module)).isEqualTo(module);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class Kid{row=1}",
        "class Kid{row}",
        "class Kid{static row=1}",
        "kid:for(const row of x){f(row)}",
        "x=()=>{kid:for(const row of x){f(row)}}",
        "switch(kid){case 1:f()}",
        "var kid=1",
        "const kid=1;const kid=2",
        "function kid(){}const kid=2",
      })
  void shouldRefuseWhatItDoesNotKnow(String module) {
    assertThatThrownBy(() -> ModuleText.sent(module)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldTakeNoNameThatTheModuleHas() {
    assertThat(ModuleText.sent("const kid=a+b.c;d(kid)")).isEqualTo("const e=a+b.c;d(e)");
  }

  @Test
  void shouldGiveWhatIsUsedMostTheShortestNamesAndNoneTheLanguageHas() {
    StringBuilder module = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      module.append("const kid" + i + "=1;");
    }
    assertThat(ModuleText.sent(module + "f(kid499,kid499)"))
        .startsWith("const b=1;")
        .contains("const aa=1;")
        .doesNotContain(
            "kid", "const f=", "const as=", "const do=", "const if=", "const in=", "const of=")
        .endsWith("const a=1;f(a,a)");
  }
}
