// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.protocol.filter.InvalidFilterException;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a filter as {@link StreamFilter#parse} does. */
final class FilterOption implements ITypeConverter<StreamFilter> {
    @Override
    public StreamFilter convert(String value) {
        try {
            return StreamFilter.parse(value);
        } catch (InvalidFilterException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
