// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.rights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Writes down, in a container whose folder has a folder {@value #FOLDER}, which actions of AWS's policies the function's requests need. The SDK finds it
 * by its file on the class path. Safe for use by any thread.
 */
public final class OperationRecorder implements ExecutionInterceptor {
    static final String FOLDER = "operations";

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String function = System.getenv("AWS_LAMBDA_FUNCTION_NAME");
        String root = System.getenv("LAMBDA_TASK_ROOT");
        if (function == null || root == null || !Files.isDirectory(Path.of(root, FOLDER))) {
            return;
        }
        String operation = String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        for (String action : actions(context.request(), operation)) {
            if (known.add(action)) {
                try {
                    Files.writeString(
                            Path.of(root, FOLDER, function),
                            action + "\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Returns the actions with what they are done to, such as {@code dynamodb:GetItem states}. */
    private static Set<String> actions(SdkRequest request, String operation) {
        Set<String> actions = new TreeSet<>();
        switch (request) {
            case TransactWriteItemsRequest transaction ->
                transaction.transactItems().forEach(item -> actions.add(action(item)));
            case BatchGetItemRequest batch ->
                batch.requestItems().keySet().forEach(table -> actions.add("dynamodb:BatchGetItem " + table));
            case BatchWriteItemRequest batch ->
                batch.requestItems().keySet().forEach(table -> actions.add("dynamodb:BatchWriteItem " + table));
            default -> {
                String table =
                        request.getValueForField("TableName", String.class).orElse(null);
                boolean isIndex =
                        request.getValueForField("IndexName", String.class).isPresent();
                actions.add(
                        table == null
                                ? "execute-api:ManageConnections " + operation
                                : "dynamodb:" + operation + " " + table + (isIndex ? "/index" : ""));
            }
        }
        return actions;
    }

    private static String action(TransactWriteItem item) {
        if (item.put() != null) {
            return "dynamodb:PutItem " + item.put().tableName();
        }
        if (item.update() != null) {
            return "dynamodb:UpdateItem " + item.update().tableName();
        }
        return item.delete() != null
                ? "dynamodb:DeleteItem " + item.delete().tableName()
                : "dynamodb:ConditionCheckItem " + item.conditionCheck().tableName();
    }
}
