import NIOCore
import NIOPosix
import NIOHTTP1
import ServiceLifecycle
import Logging
import Station
