// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test that asks for one a new database. All are on one server, which runs until the last test has ended. */
final class RealServerExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RealServerExtension.class);

    /** A test that asks in its constructor has a database of its own too. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealServer.Database.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        RealServer server = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(RealServer.class, type -> new RealServer("logical"), RealServer.class);
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        RealServer.Database.class, type -> server.createDatabase(), RealServer.Database.class);
    }
}
