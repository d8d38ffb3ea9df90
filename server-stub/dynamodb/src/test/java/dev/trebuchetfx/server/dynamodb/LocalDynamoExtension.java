// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test that asks for some new tables. All are in one emulator, which runs until the last test has ended. */
public final class LocalDynamoExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(LocalDynamoExtension.class);

    /** A test that asks in its constructor has tables of its own too. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalDynamo.Tables.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        LocalDynamo server = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(LocalDynamo.class, type -> new LocalDynamo(), LocalDynamo.class);
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(LocalDynamo.Tables.class, type -> server.newTables(), LocalDynamo.Tables.class);
    }
}
