-- SPDX-License-Identifier: Apache-2.0
--
-- Tries each command that actor-state.lua uses, on a key that nothing else uses, and returns those that failed.

local hash = KEYS[1] .. ':rights'
local stream = hash .. ':stream'
local trials = {
    {'TIME'}, {'SET', hash, ''}, {'DEL', hash}, {'HSET', hash, 'a', '1'}, {'HSETNX', hash, 'b', '1'},
    {'EXISTS', hash}, {'HGET', hash, 'a'}, {'HMGET', hash, 'a'}, {'HINCRBY', hash, 'a', '1'}, {'HDEL', hash, 'a'},
    {'XADD', stream, '*', 'a', '1'}, {'XRANGE', stream, '-', '+'}, {'XREVRANGE', stream, '+', '-'},
    {'XTRIM', stream, 'MAXLEN', '0'}, {'DEL', hash, stream}
}
local failed = {}
for _, trial in ipairs(trials) do
    local reply = redis.pcall(unpack(trial))
    if type(reply) == 'table' and reply.err then
        failed[#failed + 1] = trial[1] .. ' (' .. reply.err .. ')'
    end
end
return failed
