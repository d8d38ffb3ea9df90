// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/n | {\"n\" : 1.10, \"m\": 2} | {\"n\":1.10}",
                "/n,/m | {\"n\":1,\"m\":2} | {\"n\":1,\"m\":2}",
                "/todos/*/title,/n | {\"todos\":[{\"id\":1,\"title\":\"\\/\\u00e9 é\"},{\"id\":2}], \"n\":-1e3} | {\"todos\":[{\"title\":\"\\/\\u00e9 é\"},{}],\"n\":-1e3}",
                "/todos/1/title | {\"todos\":[{\"title\":\"a\"},{\"title\":\"b\"},{\"title\":\"c\"}]} | {\"todos\":[null,{\"title\":\"b\"}]}",
                "/todos/*/title | {\"todos\":null} | {\"todos\":null}",
                "/todos/*/title | {\"todos\":7,\"n\":1} | {}",
                "/todos/*/title | {\"todos\":[1,\"x\",null,[2],{\"title\":[3, 4]}]} | {\"todos\":[null,null,null,[],{\"title\":[3, 4]}]}",
                "/*/a | {\"x\":{\"a\":1,\"b\":2},\"y\":{\"b\":3},\"z\":4} | {\"x\":{\"a\":1},\"y\":{}}",
                "/*/a,/x/b | {\"x\":{\"a\":1,\"b\":2,\"c\":3},\"y\":{\"a\":1,\"b\":2}} | {\"x\":{\"a\":1,\"b\":2},\"y\":{\"a\":1}}",
                "/a,/a/b | {\"a\":{\"b\":1,\"c\":2}} | {\"a\":{\"b\":1,\"c\":2}}",
                "/0 | [true, false] | [true]",
                "/5 | [true, false] | [null,null]",
                "/x | [true, false] | []",
                "/a | {\"a\":false,\"a\":true,\"b\":1} | {\"a\":false,\"a\":true}",
                "/a | {\"a\":{}} | {\"a\":{}}",
                "/a | 3 | 3",
                "/a | \"text\" | \"text\"",
                "`` | {\"a\" : 1} | {\"a\" : 1}",
                "/a | not json | not json",
                "/a | {\"a\":{\"b\":1} | {\"a\":{\"b\":1}",
                "/a | {\"a\":\"x | {\"a\":\"x",
                "/a~1b,/c~2d,/~3 | {\"a/b\":1,\"c,d\":2,\"*\":3,\"e\":4} | {\"a/b\":1,\"c,d\":2,\"*\":3}"
            })
    void keepsTheFieldsByteForByte(String paths, String state, String kept) {
        Projection projection = new Projection(Arrays.stream(paths.split(",", -1))
                .map(path -> StatePath.parse(path, true))
                .toList());
        byte[] result = projection.of(state.getBytes(StandardCharsets.UTF_8));
        assertThat(new String(result, StandardCharsets.UTF_8)).isEqualTo(kept);
    }
}
