// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The address of a database, without secrets, and the properties of its connections, which may hold a password. Its text and its errors
 * never show the properties.
 */
final class PostgresAddress {
    static final String FORM = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE";

    private static final String PLAIN = "postgresql://";
    private static final String PLAIN_SHORT = "postgres://";
    private static final String JDBC = "jdbc:postgresql:";

    private final String url;
    private final Properties properties;

    private PostgresAddress(String url, Properties properties) {
        this.url = url;
        this.properties = properties;
    }

    static boolean isOne(String address) {
        return address.startsWith(PLAIN) || address.startsWith(PLAIN_SHORT) || address.startsWith(JDBC);
    }

    /**
     * Reads an address: as the tools of PostgreSQL write it, or as JDBC does.
     *
     * @throws IllegalArgumentException if it can't be understood; the message shows no part that may be secret
     */
    static PostgresAddress parse(String address) {
        int question = address.indexOf('?');
        String before = question < 0 ? address : address.substring(0, question);
        Properties properties = new Properties();
        String url = before.startsWith(JDBC) ? before : JDBC + "//" + withoutUser(before, properties);
        if (question >= 0) {
            readParameters(address.substring(question + 1), properties);
        }
        // A password in the wrong place would be taken for a host, and be shown in errors.
        if (url.contains("@") || Driver.parseURL(url, new Properties()) == null) {
            throw new IllegalArgumentException("expected an address like " + FORM
                    + " or jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD, where characters such as"
                    + " @ and / in a name or password are written as %40 and %2F, but found something else, which is"
                    + " not shown since it may hold a password");
        }
        if (url.contains(",")) {
            properties.putIfAbsent(PGProperty.TARGET_SERVER_TYPE.getName(), "primary");
        }
        return new PostgresAddress(url, properties);
    }

    private static String withoutUser(String address, Properties properties) {
        String rest = address.substring(address.indexOf("//") + 2);
        int slash = rest.indexOf('/');
        int at = (slash < 0 ? rest : rest.substring(0, slash)).lastIndexOf('@');
        if (at >= 0) {
            String user = rest.substring(0, at);
            int colon = user.indexOf(':');
            properties.setProperty(PGProperty.USER.getName(), decoded(colon < 0 ? user : user.substring(0, colon)));
            if (colon >= 0) {
                properties.setProperty(PGProperty.PASSWORD.getName(), decoded(user.substring(colon + 1)));
            }
        }
        String server = rest.substring(at + 1);
        return server.contains("/") ? server : server + "/";
    }

    private static void readParameters(String query, Properties properties) {
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String given = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
            String name = driversName(given);
            if (PGProperty.forName(name) == null || equals < 0) {
                throw new IllegalArgumentException("the address has the parameter '" + given
                        + "', which the driver of PostgreSQL does not know, or which has no value; remove it");
            }
            properties.setProperty(
                    name, name.equals(PGProperty.TARGET_SERVER_TYPE.getName()) ? driversServerType(value) : value);
        }
    }

    /** Returns the driver's name of a parameter that the tools of PostgreSQL call otherwise. */
    private static String driversName(String name) {
        return switch (name) {
            case "application_name" -> PGProperty.APPLICATION_NAME.getName();
            case "connect_timeout" -> PGProperty.CONNECT_TIMEOUT.getName();
            case "target_session_attrs" -> PGProperty.TARGET_SERVER_TYPE.getName();
            default -> name;
        };
    }

    private static String driversServerType(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "read-write" -> "primary";
            case "standby", "read-only" -> "secondary";
            case "prefer-standby" -> "preferSecondary";
            default -> value;
        };
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Its message would show the text.
            throw new IllegalArgumentException(
                    "the address has a % that is not followed by two hexadecimal digits; write it as %25", null);
        }
    }

    boolean hasPassword() {
        return properties.containsKey(PGProperty.PASSWORD.getName());
    }

    /** Returns this address with further properties, beside those that it has already. */
    PostgresAddress with(PGProperty property, @Nullable String value) {
        Properties more = new Properties();
        if (value != null) {
            more.setProperty(property.getName(), value);
        }
        more.putAll(properties);
        return new PostgresAddress(url, more);
    }

    /** Returns a new copy of the properties, which holds the secrets. */
    Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** Returns the address for the driver, without user and password. */
    String url() {
        return url;
    }

    @Override
    public String toString() {
        return url.substring("jdbc:".length());
    }
}
