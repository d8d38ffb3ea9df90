// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import java.util.List;

/** The template of AWS's Serverless Application Model that makes all that the functions need. */
public final class SamTemplate {
    /** The file beside the template that has the functions. */
    public static final String JAR = "functions.jar";

    private SamTemplate() {}

    /** Returns the template, YAML. */
    public static String of(DeploymentConfig config) {
        return HEAD.replace("@RIGHTS@", RIGHTS.stripTrailing())
                .replace("@STAGE@", config.stage())
                .replace("@STATE_TABLE@", config.stateTable())
                .replace("@CONNECTION_TABLE@", config.connectionTable())
                .replace("@RETENTION@", Integer.toString(config.logRetentionDays()))
                .replace("@MEMORY@", Integer.toString(config.memory()))
                .replace("@JAR@", JAR)
                .replace("@ACTORS@", config.actors() == null ? "\"\"" : config.actors())
                .replace("@ROUTES@", routes(config.routes()))
                .replace(
                        "@ROUTE_NAMES@",
                        String.join(
                                ", ",
                                config.routes().stream().map(SamTemplate::id).toList()));
    }

    /** Returns the id of a route's resource, which has letters and digits alone. */
    static String id(String route) {
        StringBuilder id = new StringBuilder("Route");
        for (String part : route.replace("$", "").split("[^A-Za-z0-9]+", -1)) {
            if (!part.isEmpty()) {
                id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return id.append(route.startsWith("$") ? "" : Integer.toHexString(route.hashCode()))
                .toString();
    }

    private static String routes(List<String> routes) {
        StringBuilder all = new StringBuilder();
        for (String route : routes) {
            all.append(ROUTE.replace("@ID@", id(route)).replace("@ROUTE@", route));
        }
        return all.toString().stripTrailing();
    }

    private static final String ROUTE = """
              @ID@:
                Type: AWS::ApiGatewayV2::Route
                Properties:
                  ApiId: !Ref WebSocketApi
                  RouteKey: "@ROUTE@"
                  AuthorizationType: NONE
                  Target: !Sub integrations/${WebSocketIntegration}

            """;

    /** The rights of both functions, written twice: CloudFormation knows no aliases of YAML. */
    private static final String RIGHTS = """
                        - Sid: States
                          Effect: Allow
                          Action: [dynamodb:GetItem, dynamodb:BatchGetItem, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem]
                          Resource: !GetAtt StateTable.Arn
                        - Sid: Log
                          Effect: Allow
                          Action: [dynamodb:Query, dynamodb:PutItem, dynamodb:DeleteItem, dynamodb:BatchWriteItem]
                          Resource: !GetAtt LogTable.Arn
                        - Sid: LogIndexes
                          Effect: Allow
                          Action: [dynamodb:Query]
                          Resource: !Sub ${LogTable.Arn}/index/*
                        - Sid: Connections
                          Effect: Allow
                          Action: [dynamodb:GetItem, dynamodb:Query, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem, dynamodb:ConditionCheckItem]
                          Resource: !GetAtt ConnectionTable.Arn
                        - Sid: Posts
                          Effect: Allow
                          Action: [execute-api:ManageConnections]
                          Resource:
                            - !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${WebSocketApi}/${Stage}/POST/@connections/*
                            - !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${WebSocketApi}/${Stage}/GET/@connections/*
            """;

    private static final String HEAD = """
            AWSTemplateFormatVersion: "2010-09-09"
            Transform: AWS::Serverless-2016-10-31
            Description: Streams of Trebuchet FX behind a WebSocket of API Gateway. Made by 'trebuchet deploy --dry-run'.

            Parameters:
              Stage:
                Type: String
                Default: "@STAGE@"
              StateTableName:
                Type: String
                Default: "@STATE_TABLE@"
              ConnectionTableName:
                Type: String
                Default: "@CONNECTION_TABLE@"
              AlarmTopic:
                Type: String
                Default: ""
                Description: The ARN of an SNS topic that hears of alarms; empty for none.

            Conditions:
              HasAlarmTopic: !Not [!Equals [!Ref AlarmTopic, ""]]

            Globals:
              Function:
                Runtime: java21
                Architectures: [arm64]
                CodeUri: @JAR@
                MemorySize: @MEMORY@
                AutoPublishAlias: live
                SnapStart:
                  ApplyOn: PublishedVersions
                Environment:
                  Variables:
                    TREBUCHET_STATE_TABLE: !Ref StateTable
                    TREBUCHET_LOG_TABLE: !Ref LogTable
                    TREBUCHET_CONNECTION_TABLE: !Ref ConnectionTable
                    TREBUCHET_CONNECTIONS_ENDPOINT: !Sub https://${WebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}
                    TREBUCHET_ACTORS: @ACTORS@

            Resources:
              WebSocketApi:
                Type: AWS::ApiGatewayV2::Api
                Properties:
                  Name: !Sub ${AWS::StackName}-websocket
                  ProtocolType: WEBSOCKET
                  RouteSelectionExpression: $request.body.type

              WebSocketIntegration:
                Type: AWS::ApiGatewayV2::Integration
                Properties:
                  ApiId: !Ref WebSocketApi
                  IntegrationType: AWS_PROXY
                  ContentHandlingStrategy: CONVERT_TO_TEXT
                  IntegrationUri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${WebSocketFunction.Alias}/invocations

            @ROUTES@

              WebSocketStage:
                Type: AWS::ApiGatewayV2::Stage
                DependsOn: [@ROUTE_NAMES@]
                Properties:
                  ApiId: !Ref WebSocketApi
                  StageName: !Ref Stage
                  AutoDeploy: true
                  DefaultRouteSettings:
                    DetailedMetricsEnabled: true
                    ThrottlingRateLimit: 5000
                    ThrottlingBurstLimit: 2500

              WebSocketPermission:
                Type: AWS::Lambda::Permission
                Properties:
                  Action: lambda:InvokeFunction
                  FunctionName: !Ref WebSocketFunction.Alias
                  Principal: apigateway.amazonaws.com
                  SourceArn: !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${WebSocketApi}/${Stage}/*

              WebSocketFunction:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: !Sub ${AWS::StackName}-websocket
                  Handler: dev.trebuchetfx.lambda.WebSocketHandler
                  Timeout: 29
                  LoggingConfig:
                    LogGroup: !Ref WebSocketLogs
                  Policies:
                    - Version: "2012-10-17"
                      Statement:
            @RIGHTS@

              StateStreamFunction:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: !Sub ${AWS::StackName}-state-stream
                  Handler: dev.trebuchetfx.lambda.StateStreamHandler
                  Timeout: 60
                  LoggingConfig:
                    LogGroup: !Ref StateStreamLogs
                  Policies:
                    - Version: "2012-10-17"
                      Statement:
            @RIGHTS@
                    - Version: "2012-10-17"
                      Statement:
                        - Sid: Stream
                          Effect: Allow
                          Action: [dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator]
                          Resource: !GetAtt StateTable.StreamArn
                        - Sid: DeadLetters
                          Effect: Allow
                          Action: [sqs:SendMessage]
                          Resource: !GetAtt DeadLetters.Arn
                  Events:
                    States:
                      Type: DynamoDB
                      Properties:
                        Stream: !GetAtt StateTable.StreamArn
                        StartingPosition: TRIM_HORIZON
                        BatchSize: 100
                        ParallelizationFactor: 4
                        BisectBatchOnFunctionError: true
                        MaximumRetryAttempts: 20
                        MaximumRecordAgeInSeconds: 900
                        FunctionResponseTypes: [ReportBatchItemFailures]
                        DestinationConfig:
                          OnFailure:
                            Type: SQS
                            Destination: !GetAtt DeadLetters.Arn

              DeadLetters:
                Type: AWS::SQS::Queue
                Properties:
                  MessageRetentionPeriod: 1209600
                  SqsManagedSseEnabled: true

              WebSocketLogs:
                Type: AWS::Logs::LogGroup
                Properties:
                  LogGroupName: !Sub /aws/lambda/${AWS::StackName}-websocket
                  RetentionInDays: @RETENTION@

              StateStreamLogs:
                Type: AWS::Logs::LogGroup
                Properties:
                  LogGroupName: !Sub /aws/lambda/${AWS::StackName}-state-stream
                  RetentionInDays: @RETENTION@

              StateTable:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: Retain
                UpdateReplacePolicy: Retain
                Properties:
                  TableName: !Ref StateTableName
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions:
                    - {AttributeName: actorId, AttributeType: S}
                  KeySchema:
                    - {AttributeName: actorId, KeyType: HASH}
                  StreamSpecification:
                    StreamViewType: NEW_AND_OLD_IMAGES
                  PointInTimeRecoverySpecification:
                    PointInTimeRecoveryEnabled: true

              LogTable:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: Retain
                UpdateReplacePolicy: Retain
                Properties:
                  TableName: !Sub ${StateTableName}-log
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions:
                    - {AttributeName: actorId, AttributeType: S}
                    - {AttributeName: version, AttributeType: S}
                    - {AttributeName: writeId, AttributeType: S}
                    - {AttributeName: callKey, AttributeType: S}
                  KeySchema:
                    - {AttributeName: actorId, KeyType: HASH}
                    - {AttributeName: version, KeyType: RANGE}
                  LocalSecondaryIndexes:
                    - IndexName: byWrite
                      KeySchema:
                        - {AttributeName: actorId, KeyType: HASH}
                        - {AttributeName: writeId, KeyType: RANGE}
                      Projection:
                        ProjectionType: INCLUDE
                        NonKeyAttributes: [storedAt, isPatch, size]
                    - IndexName: byCallKey
                      KeySchema:
                        - {AttributeName: actorId, KeyType: HASH}
                        - {AttributeName: callKey, KeyType: RANGE}
                      Projection:
                        ProjectionType: INCLUDE
                        NonKeyAttributes: [storedAt]
                  TimeToLiveSpecification:
                    AttributeName: expiresAt
                    Enabled: true

              ConnectionTable:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: !Ref ConnectionTableName
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions:
                    - {AttributeName: owner, AttributeType: S}
                    - {AttributeName: entry, AttributeType: S}
                  KeySchema:
                    - {AttributeName: owner, KeyType: HASH}
                    - {AttributeName: entry, KeyType: RANGE}
                  TimeToLiveSpecification:
                    AttributeName: ttl
                    Enabled: true

              WebSocketErrors:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  AlarmDescription: The function that answers clients fails.
                  Namespace: AWS/Lambda
                  MetricName: Errors
                  Dimensions:
                    - {Name: FunctionName, Value: !Ref WebSocketFunction}
                  Statistic: Sum
                  Period: 60
                  EvaluationPeriods: 3
                  Threshold: 5
                  ComparisonOperator: GreaterThanOrEqualToThreshold
                  TreatMissingData: notBreaching
                  AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopic], !Ref AWS::NoValue]

              WebSocketThrottles:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  AlarmDescription: Messages of clients are refused, since the account has no more concurrent functions.
                  Namespace: AWS/Lambda
                  MetricName: Throttles
                  Dimensions:
                    - {Name: FunctionName, Value: !Ref WebSocketFunction}
                  Statistic: Sum
                  Period: 60
                  EvaluationPeriods: 3
                  Threshold: 1
                  ComparisonOperator: GreaterThanOrEqualToThreshold
                  TreatMissingData: notBreaching
                  AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopic], !Ref AWS::NoValue]

              StateStreamLag:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  AlarmDescription: Changes reach windows more than 10 s late.
                  Namespace: AWS/Lambda
                  MetricName: IteratorAge
                  Dimensions:
                    - {Name: FunctionName, Value: !Ref StateStreamFunction}
                  Statistic: Maximum
                  Period: 60
                  EvaluationPeriods: 3
                  Threshold: 10000
                  ComparisonOperator: GreaterThanOrEqualToThreshold
                  TreatMissingData: notBreaching
                  AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopic], !Ref AWS::NoValue]

              ChangesGivenUp:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  AlarmDescription: The changes of an actor could not be sent to all; its clients see them with the next change or heartbeat.
                  Namespace: AWS/SQS
                  MetricName: ApproximateNumberOfMessagesVisible
                  Dimensions:
                    - {Name: QueueName, Value: !GetAtt DeadLetters.QueueName}
                  Statistic: Maximum
                  Period: 60
                  EvaluationPeriods: 1
                  Threshold: 1
                  ComparisonOperator: GreaterThanOrEqualToThreshold
                  TreatMissingData: notBreaching
                  AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopic], !Ref AWS::NoValue]

              IntegrationErrors:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  AlarmDescription: The gateway gets no answer from the function.
                  Namespace: AWS/ApiGateway
                  MetricName: IntegrationError
                  Dimensions:
                    - {Name: ApiId, Value: !Ref WebSocketApi}
                    - {Name: Stage, Value: !Ref Stage}
                  Statistic: Sum
                  Period: 60
                  EvaluationPeriods: 3
                  Threshold: 5
                  ComparisonOperator: GreaterThanOrEqualToThreshold
                  TreatMissingData: notBreaching
                  AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopic], !Ref AWS::NoValue]

            Outputs:
              WebSocketUrl:
                Description: The address for clients.
                Value: !Sub wss://${WebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}
              ConnectionsUrl:
                Description: The address of the management API.
                Value: !Sub https://${WebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}
              StateTableName:
                Value: !Ref StateTable
            """;
}
