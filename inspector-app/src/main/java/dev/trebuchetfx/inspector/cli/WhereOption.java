// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.query.QueryException;
import dev.trebuchetfx.inspector.query.QueryParser;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a query of the inspector's filter language. */
final class WhereOption implements ITypeConverter<Expression> {
    @Override
    public Expression convert(String value) {
        try {
            return QueryParser.parse(value);
        } catch (QueryException e) {
            String caret = e.error().caret().replace("\n", System.lineSeparator());
            throw new TypeConversionException(e.error().message() + System.lineSeparator() + caret);
        }
    }
}
